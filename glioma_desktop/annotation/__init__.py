"""From the gesture to the stored annotation: ROI, outline, coverage, pathology, project, store. No Qt, no torch."""
