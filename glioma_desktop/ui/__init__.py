"""The only folder that knows Qt."""
