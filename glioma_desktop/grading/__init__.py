"""From crop to model to estimate to report. No Qt; torch only where a network runs."""
