"""Files that arrive in a folder are waited for until they are whole, and a burst of them is one piece of news."""

from __future__ import annotations

from pathlib import Path

import pytest

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.folder_watch import PATIENCE, FolderWatch
from tests.study.dicom_files import stack


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "before").mkdir(parents=True)
    (folder / "before" / "1").write_bytes(b"known")
    return folder


def read_before(inbox: Path) -> FolderWatch:
    """A watch of a folder that was opened just now."""
    index = CatalogueIndex(inbox.with_name("catalogue.db"))
    Catalogue(index=index).scan(inbox)
    return FolderWatch(inbox, index)


def test_what_was_read_before_is_no_news_and_what_came_since_is_once_it_rests(inbox: Path) -> None:
    known = read_before(inbox)
    (inbox / "2").write_bytes(b"before the first look")
    assert known.look().restless == {str(inbox / "2")}
    assert known.look().ready
    new = FolderWatch(inbox)
    assert not new.look().ready
    look = new.look()
    assert look.ready
    new.settle(look)
    assert not new.look().stirring


def test_a_file_that_grows_is_left_until_it_rests(inbox: Path) -> None:
    watch = read_before(inbox)
    watch.look()
    file = inbox / "2"
    for size in (10, 20, 30):
        file.write_bytes(bytes(size))
        look = watch.look()
        assert look.stirring
        assert not look.ready
        assert look.restless == {str(file)}
    assert watch.look().ready


def test_500_files_in_a_burst_are_one_piece_of_news(inbox: Path) -> None:
    watch = read_before(inbox)
    watch.look()
    news = 0
    for k in range(500):
        (inbox / f"{k:03d}.dcm").write_bytes(bytes(k))
        if k % 125 == 0:
            news += watch.look().ready
    assert news == 0
    looks = [watch.look() for _ in range(3)]
    assert [look.ready for look in looks] == [False, True, True]
    watch.settle(looks[-1])
    assert not watch.look().stirring


def test_a_stream_without_end_does_not_keep_what_is_whole_waiting_for_ever(inbox: Path) -> None:
    watch = read_before(inbox)
    watch.look()
    (inbox / "whole.dcm").write_bytes(b"whole")
    for size in range(1, PATIENCE + 2):
        look = watch.look()
        if look.ready:
            break
        (inbox / "stream").write_bytes(bytes(size))
    assert look.ready
    assert look.restless == {str(inbox / "stream")}
    watch.settle(look)
    assert watch.look().ready, "it rests now"


def test_a_folder_that_is_gone_is_told_and_may_come_back(inbox: Path) -> None:
    watch = read_before(inbox)
    assert watch.look().there
    inbox.rename(inbox.with_name("away"))
    look = watch.look()
    assert (look.there, look.stirring, look.ready) == (False, False, False)
    inbox.with_name("away").rename(inbox)
    assert watch.look().there
    assert not watch.look().stirring


def test_files_that_are_left_out_are_not_read(tmp_path: Path) -> None:
    paths = stack(tmp_path / "a")
    (study,) = Catalogue(leave={str(paths[0])}).scan(tmp_path)
    assert study.series[0].shape[0] == 4


def test_what_the_program_writes_itself_below_the_folder_is_no_news(inbox: Path) -> None:
    own = inbox / "project"
    own.mkdir()
    watch = FolderWatch(inbox, None, lambda folder: folder == own)
    watch.settle(watch.look())
    watch.settle(watch.look())
    (own / "annotations.db").write_bytes(b"an edit")
    look = watch.look()
    assert not look.stirring
    assert str(own) not in look.folders, "nor does the system tell of it"
