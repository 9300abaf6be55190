"""Training: annotation store -> manifest -> folds -> networks -> report -> model registry. Never imports Qt."""
