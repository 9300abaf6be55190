"""From a folder to voxels in patient space. No Qt, no torch."""
