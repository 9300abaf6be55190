"""Glioma Desktop: rectangular ROIs, WHO grade estimates and retraining for gliomas on MR. Research use only."""

__version__ = "0.1.0"
