"""Where the catalogue of this account lies: beside the settings, in no project."""

from __future__ import annotations

from glioma_desktop.annotation.project import home
from glioma_desktop.study.catalogue_index import FILE_NAME, CatalogueIndex


def user_index() -> CatalogueIndex:
    """The index of every folder that this account has opened; it is opened for each question and held by nobody."""
    return CatalogueIndex(home() / FILE_NAME)
