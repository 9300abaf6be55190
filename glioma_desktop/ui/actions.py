"""Every action of the window in one table: its words, key, tooltip, menu and what it calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from glioma_desktop.phrase import phrase

MENUS = ("File", "Edit", "View", "ROI", "Grade", "Training", "Help")


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        id: Stable name; keys the reader has changed are kept under it.
        text: In the menu.
        key: Default key, as QKeySequence writes it.
        tip: One sentence for the tooltip.
        menu: Which menu, with its submenu after a slash.
        handler: Attribute path from the window's controllers ("roi.delete").
        arguments: Handed to the handler.
        in_view: The key means this only while a viewport has the focus.
        checks: Attribute path of the state shown by a check mark, compared with ``value``; "" for none.
        held: The key works while it is held down; the menu entry switches it.
        more_keys: Further keys, not shown.
        view_keys: Further keys that mean this only while a viewport has the focus.
        section: Begins a new section of the menu.
    """

    id: str
    text: str
    key: str
    tip: str
    menu: str
    handler: str
    arguments: tuple[Any, ...] = ()
    in_view: bool = False
    checks: str = ""
    value: Any = True
    held: bool = False
    more_keys: tuple[str, ...] = ()
    view_keys: tuple[str, ...] = ()
    section: bool = False


def _a(id_: str, text: str, key: str, menu: str, handler: str, tip: str, *arguments: Any, **more: Any) -> Action:
    return Action(id_, text, key, tip, menu, handler, tuple(arguments), **more)


def _v(id_: str, text: str, key: str, menu: str, handler: str, tip: str, *arguments: Any, **more: Any) -> Action:
    return Action(id_, text, key, tip, menu, handler, tuple(arguments), in_view=True, **more)


# fmt: off
FILE = (
    _a("open_folder", "Open folder…", "Ctrl+O", "File", "window.ask_folder",
      "Find the MR studies in a folder. Dropping it works too."),
    _a("open_files", "Open files…", "Ctrl+Shift+O", "File", "window.ask_files",
      "Open a ZIP or tar file, the DICOMDIR of a CD, or single DICOM or NIfTI files."),
    _a("stop_scan", "Stop reading", "Ctrl+.", "File", "stop_reading",
      "Stop reading folders and series; what was found stays."),
    _a("find_moved", "Find moved folder…", "Ctrl+Alt+F", "File", "moved.ask",
      "Studies whose folder was moved or renamed are found again; what was drawn stays."),
    _a("new_project", "New project…", "Ctrl+N", "File", "project.new_project",
      "Make a project in a folder of its own.", section=True),
    _a("open_project", "Open project…", "Ctrl+Alt+O", "File", "project.open_project", "Open a project folder."),
    _a("backup_project", "Back up project…", "Ctrl+Alt+B", "File", "project.backup_project",
      "Copy the annotations, also while they are in use."),
    _a("export_boxes", "Export boxes…", "Ctrl+E", "File", "exports.ask",
      "Write all boxes as JSON or CSV, by pseudonym.", section=True),
    _a("quit", "Quit", "Ctrl+Q", "File", "window.close",
      "Close the window. Everything is saved already; a training goes on.", section=True),
)
EDIT = (
    _a("undo", "Undo", "Ctrl+Z", "Edit", "undo.undo",
      "Take back the last edit of this patient, also from before a restart.", view_keys=("Z",)),
    _a("redo", "Redo", "Ctrl+Shift+Z", "Edit", "undo.redo", "Put back what was taken back.", view_keys=("Shift+Z",)),
    _a("undo_import", "Undo import", "Ctrl+Alt+Z", "Edit", "undo.undo_import",
      "Take back the outlines, boxes and grade that an import brought to this patient."),
    _v("done", "Case done, open next", "Return", "Edit", "case.done_next",
      "The case is done; open the next one.", more_keys=("Enter",), section=True),
    _v("flag", "Flag case", "Q", "Edit", "case.toggle_flag",
      "Mark the case to come back to it.", checks="case_status", value="flagged"),
    _v("comment", "Comment on case", "V", "Edit", "panels.comment", "A line about the case, in the case panel."),
    _a("next_case", "Next patient", "Ctrl+Down", "Edit", "case.step_patient",
      "Open the next patient of the worklist.", 1),
    _a("previous_case", "Previous patient", "Ctrl+Up", "Edit", "case.step_patient",
      "Open the previous patient of the worklist.", -1),
    _a("find", "Search worklist", "Ctrl+F", "Edit", "panels.search",
      "Find a patient by pseudonym, status or sequence."),
    _a("reader", "Reader…", "Ctrl+Shift+R", "Edit", "window.ask_reader",
      "Who reads; stored with every edit.", section=True),
    _a("memory", "Memory…", "Ctrl+,", "Edit", "memory.show",
      "How much memory and disc the images may take, and what they take now."),
)
VIEW = (
    _a("layout_1", "One viewport", "Ctrl+1", "View", "views.set_layout",
      "One viewport.", "1", checks="session.layout", value="1"),
    _a("layout_1x2", "Two side by side", "Ctrl+2", "View", "views.set_layout",
      "Two sequences side by side.", "1x2", checks="session.layout", value="1x2"),
    _a("layout_2x2", "Two by two", "Ctrl+4", "View", "views.set_layout",
      "Four viewports.", "2x2", checks="session.layout", value="2x2"),
    _a("layout_planes", "Three planes", "Ctrl+3", "View", "views.set_layout",
      "Axial, sagittal and coronal of the active series through one crosshair: click or drag it in Read.", "planes",
      checks="session.layout", value="planes"),
    _v("next_view", "Next viewport", "`", "View", "views.next_view", "Activate the next viewport."),
    _a("link", "Link viewports", "Ctrl+L", "View", "views.toggle_link",
      "Scroll, zoom and pan together where patient space is shared.", checks="session.linked"),
    _a("link_by_hand", "Link as shown", "Shift+L", "View", "hand_link.toggle",
      "Series without a common frame of reference: scroll and pan both to the same place, then link them; again to unlink."),
    _v("reference_lines", "Reference lines", "Shift+N", "View", "views.toggle_reference_lines",
      "The active viewport's slice as a line in viewports of other planes.", checks="session.reference_lines"),
    _a("reformat_1", "1 mm", "Ctrl+Alt+1", "View/Axial reformat", "reformat.make",
      "The active series as axial slices of 1 mm, a series of its own.", 1.0),
    _a("reformat_3", "3 mm", "Ctrl+Alt+3", "View/Axial reformat", "reformat.make",
      "The active series as axial slices of 3 mm, a series of its own.", 3.0),
    _a("reformat_5", "5 mm", "Ctrl+Alt+5", "View/Axial reformat", "reformat.make",
      "The active series as axial slices of 5 mm, a series of its own on which to read and draw.", 5.0),
    _v("auto", "Auto", "A", "View/Window and level", "grey.preset",
      "Window from this series' own values.", "auto", checks="preset", value="auto", more_keys=("1",)),
    _v("wide", "Wide", "2", "View/Window and level", "grey.preset",
      "All values of the series.", "wide", checks="preset", value="wide"),
    _v("narrow", "Narrow", "3", "View/Window and level", "grey.preset",
      "The middle of the auto window: more contrast in the brain.", "narrow", checks="preset", value="narrow"),
    _v("enhancement", "Enhancement", "4", "View/Window and level", "grey.preset",
      "One window locked on T1 and T1CE, so that enhancement is real.", "enhancement", checks="preset",
      value="enhancement"),
    _v("region", "Auto from a region", "Shift+A", "View/Window and level", "grey.choose_region",
      "Left-drag over tissue: the window spans its values. Ctrl+right-drag does it at once.",
      checks="session.mode", value="region", section=True),
    _v("invert", "Invert", "Shift+I", "View/Window and level", "grey.invert",
      "Exchange black and white in this viewport.", checks="session.view.inverted"),
    _a("remember_windows", "Remember by sequence", "Ctrl+Alt+W", "View/Window and level", "grey.toggle_remember",
      "The next patient's FLAIR opens with the window chosen for this one: the preset, or the same share of Auto.",
      checks="grey.remembers", section=True),
    _a("forget_windows", "Forget windows", "Ctrl+Alt+Shift+W", "View/Window and level", "grey.forget",
      "Every sequence opens with Auto again."),
    _a("right_drag_up_brighter", "Across: width. Up: brighter", "Ctrl+Alt+6", "View/Right-drag", "grey.set_right_drag",
      "Dragging to the right widens the window, upwards brightens.", "up_brighter", checks="grey.right_drag",
      value="up_brighter"),
    _a("right_drag_up_darker", "Across: width. Up: darker", "Ctrl+Alt+7", "View/Right-drag", "grey.set_right_drag",
      "Dragging to the right widens the window, upwards darkens.", "up_darker", checks="grey.right_drag",
      value="up_darker"),
    _a("right_drag_right_brighter", "Up: width. Right: brighter", "Ctrl+Alt+8", "View/Right-drag",
      "grey.set_right_drag", "Dragging upwards widens the window, to the right brightens.", "right_brighter",
      checks="grey.right_drag", value="right_brighter"),
    _a("right_drag_right_darker", "Up: width. Right: darker", "Ctrl+Alt+9", "View/Right-drag", "grey.set_right_drag",
      "Dragging upwards widens the window, to the right darkens.", "right_darker", checks="grey.right_drag",
      value="right_darker"),
    _v("fit_view", "Fit slice", "0", "View/Zoom", "views.fit", "The whole slice in every viewport.", section=True),
    _v("zoom_box", "Zoom to box", "O", "View/Zoom", "zoom.toggle",
      "The box of the drawn lesion fills the viewport; again to go back."),
    _v("zoom_in", "Zoom in", "+", "View/Zoom", "window.zoom",
      "Zoom at the middle; Ctrl+wheel zooms at the cursor.", 1, more_keys=("=",)),
    _v("zoom_out", "Zoom out", "-", "View/Zoom", "window.zoom", "Zoom out.", -1),
    _v("smooth", "Interpolate voxels", "I", "View", "views.toggle_smooth",
      "Smooth or square voxels on the screen.", checks="session.smooth"),
    _v("next_slice", "Next slice", "Down", "View/Slices", "window.scroll_slices", "One slice on.", 1, section=True),
    _v("previous_slice", "Previous slice", "Up", "View/Slices", "window.scroll_slices", "One slice back.", -1),
    _v("next_ten", "Five slices on", "PgDown", "View/Slices", "window.scroll_slices", "Five slices on.", 5),
    _v("previous_ten", "Five slices back", "PgUp", "View/Slices", "window.scroll_slices", "Five slices back.", -5),
    _v("first_slice", "First slice", "Home", "View/Slices", "window.scroll_slices", "To the first slice.", -100000),
    _v("last_slice", "Last slice", "End", "View/Slices", "window.scroll_slices", "To the last slice.", 100000),
    _v("next_key", "Next key slice", "Shift+Down", "View/Slices", "window.next_key",
      "To the next slice with a key box; Shift+wheel too.", 1),
    _v("previous_key", "Previous key slice", "Shift+Up", "View/Slices", "window.next_key",
      "To the previous slice with a key box.", -1),
    _v("cine", "Run slices", "K", "View/Cine", "cine.toggle",
      "The slices of the active viewport run by themselves; K, Esc or a press stops them.", checks="cine.running"),
    _v("cine_faster", "Faster", ".", "View/Cine", "cine.change_speed",
      "More slices a second; the wheel does it while they run.", 1),
    _v("cine_slower", "Slower", ",", "View/Cine", "cine.change_speed", "Fewer slices a second.", -1),
    _a("cine_to_and_fro", "To and fro", "Ctrl+Alt+K", "View/Cine", "cine.set_course",
      "At the last slice the slices run back.", "to_and_fro", checks="cine.course", value="to_and_fro", section=True),
    _a("cine_loop", "Loop", "Ctrl+Shift+K", "View/Cine", "cine.set_course",
      "After the last slice comes the first one.", "loop", checks="cine.course", value="loop"),
    _v("hide", "Hide overlays (hold)", "Space", "View", "window.toggle_overlays",
      "Boxes and outlines are hidden while the key is held.", held=True, section=True),
    _v("blink", "Blink other sequence (hold)", "S", "View", "window.toggle_blink",
      "The linked sequence in place while the key is held.", held=True),
    _v("subtract", "Subtract T1 from T1CE (hold)", "D", "View", "compare.difference.toggle",
      "T1CE minus T1 on a common scale, in place, while the key is held.", held=True),
    _v("mirror", "Mirror lens (hold)", "M", "View", "compare.mirror.toggle",
      "The mirror image of the box across the midline, with the ratio of means, while the key is held.", held=True),
    _v("magnify", "Magnifier (hold)", "J", "View", "window.area.magnifier.toggle",
      "A lens at the cursor while the key is held; the wheel changes how much it magnifies.", held=True),
    _v("rehang", "Hang again", "H", "View/Hanging protocol", "hanging.rehang",
      "Every series back in its place.", section=True),
    _a("keep_hanging", "Keep this arrangement", "Ctrl+Shift+H", "View/Hanging protocol", "hanging.keep",
      "The sequences as they stand now are this layout's places from now on."),
    _a("keep_hanging_as", "Keep as…", "Ctrl+Alt+H", "View/Hanging protocol", "hanging.ask_name",
      "Keep the arrangement as a protocol with a name."),
    _a("reset_hanging", "Reset to brain tumour", "Ctrl+Alt+Shift+H", "View/Hanging protocol", "hanging.reset",
      "T1CE, FLAIR, T2, T1, then ADC and SWI, as the program came."),
    _v("next_series", "Next series", "Ctrl+Right", "View/Series", "hanging.step_series",
      "The next series of the list in the active viewport.", 1),
    _v("previous_series", "Previous series", "Ctrl+Left", "View/Series", "hanging.step_series",
      "The previous series of the list in the active viewport.", -1),
    *(_v(f"series_{n}", phrase("Series {n} of the list", n=n), f"Alt+{n}", "View/Series", "hanging.show_listed",
         phrase("Series {n} of the list in the active viewport.", n=n), n, section=n == 1) for n in range(1, 10)),
    _v("fold", "Fold side panels", "Tab", "View", "panels.fold",
      "Only the picture; again to unfold.", checks="panels.folded", section=True),
    _a("full_screen", "Full screen", "F11", "View", "full_screen.toggle",
      "The whole screen for the pictures; again to leave it.", checks="full_screen.on"),
    _a("second_screen", "Second screen", "Ctrl+F11", "View", "second.toggle",
      "More viewports of this patient on another screen; again to close them.", checks="second.on"),
    _a("next_area", "Next area", "F6", "View", "panels.next_area",
      "Keys go to the next area: worklist, viewport, case."),
    _a("messages", "Messages", "Ctrl+M", "View", "panels.toggle_messages",
      "What was said before.", checks="panels.messages_shown"),
    _a("dark", "Dark", "Ctrl+Alt+D", "View/Theme", "panels.set_theme",
      "Dark surfaces.", "dark", checks="session.theme", value="dark", section=True),
    _a("light", "Light", "Ctrl+Alt+L", "View/Theme", "panels.set_theme",
      "Light surfaces; pictures stay on black.", "light", checks="session.theme", value="light"),
    _a("english", "English", "Ctrl+Alt+Shift+E", "View/Language", "panels.set_language",
      "The window speaks English.", "en", checks="session.language", value="en"),
    _a("chinese", "简体中文", "Ctrl+Alt+Shift+C", "View/Language", "panels.set_language",
      "The window speaks Simplified Chinese.", "zh_CN", checks="session.language", value="zh_CN"),
    _v("dim", "Dim panels", "N", "View", "panels.dim",
      "Everything but the picture goes darker; again to undo.", checks="panels.dimmed"),
)
ROI = (
    _v("read", "Read", "Esc", "ROI", "window.escape",
      "Cancel the gesture under way; with none, back to Read.", checks="session.mode", value="read"),
    _v("annotate", "Annotate", "R", "ROI", "window.set_mode",
      "Left-drag draws a box. Keep holding and turn the wheel to sweep it through slices.", "annotate",
      checks="session.mode", value="annotate"),
    _v("outline", "Outline", "W", "ROI", "window.set_mode",
      "Left-drag draws an outline freehand; with Shift a further part.", "outline", checks="session.mode",
      value="outline"),
    _v("fit", "Fit to 80 %", "F", "ROI", "roi.fit",
      "The smallest box that holds 80 % of the outline on this slice.", section=True),
    _v("fit_all", "Fit all slices to 80 %", "Shift+F", "ROI", "roi.fit",
      "The same on every slice with an outline.", True),
    _v("accept", "Accept box as key", "E", "ROI", "roi.accept", "An interpolated or copied box is taken as it is."),
    _v("copy", "Copy box to next slice", "C", "ROI", "roi.copy_to_next",
      "To the next slice in the direction of scrolling."),
    _v("lock", "Lock box", "T", "ROI", "roi.lock", "A locked box cannot be moved or deleted; again to unlock."),
    _v("delete", "Delete box", "Del", "ROI", "measure.delete",
      "Delete the box on this slice; in Outline, the outline; with a measuring tool, the selected measurement.",
      more_keys=("X", "Backspace")),
    _v("nudge_up", "Up", "Alt+Up", "ROI/Move box", "roi.nudge", "One voxel up.", -1, 0, section=True),
    _v("nudge_down", "Down", "Alt+Down", "ROI/Move box", "roi.nudge", "One voxel down.", 1, 0),
    _v("nudge_left", "Left", "Alt+Left", "ROI/Move box", "roi.nudge", "One voxel to the left.", 0, -1),
    _v("nudge_right", "Right", "Alt+Right", "ROI/Move box", "roi.nudge", "One voxel to the right.", 0, 1),
    _v("shorter", "Shorter", "Alt+Shift+Up", "ROI/Resize box", "roi.resize", "The lower edge one voxel up.", -1, 0),
    _v("taller", "Taller", "Alt+Shift+Down", "ROI/Resize box", "roi.resize", "The lower edge one voxel down.", 1, 0),
    _v("narrower", "Narrower", "Alt+Shift+Left", "ROI/Resize box", "roi.resize",
      "The right edge one voxel to the left.", 0, -1),
    _v("wider", "Wider", "Alt+Shift+Right", "ROI/Resize box", "roi.resize",
      "The right edge one voxel to the right.", 0, 1),
    _a("open_outline", "Open outline file…", "Ctrl+Shift+M", "ROI", "outlines.ask",
      "A NIfTI mask becomes the outline of the lesion that is drawn on.", section=True),
    _v("add_lesion", "Add lesion", "L", "ROI", "case.add_lesion", "A second tumour focus; one box a lesion and slice."),
    _a("grade_lesion", "Grade this lesion", "Ctrl+Shift+G", "ROI", "window.mark_graded",
      "The boxes of this lesion are the ones that are graded."),
)
MEASURE = (
    _v("ruler", "Ruler", "U", "ROI/Measure", "measure.choose", "Left-drag measures a distance.", "ruler",
      checks="session.mode", value="ruler"),
    _v("bidimensional", "Bidimensional", "B", "ROI/Measure", "measure.choose",
      "Drag the longest diameter, then its perpendicular (RANO).", "bidimensional",
      checks="session.mode", value="bidimensional"),
    _v("probe", "Probe", "P", "ROI/Measure", "measure.choose",
      "The value under the cursor; drag an ellipse (with Shift a circle) for mean and SD.", "probe",
      checks="session.mode", value="probe"),
    _v("clear_measurements", "Clear on this slice", "Shift+Del", "ROI/Measure", "measure.clear",
      "Delete the measurements on this slice; undo brings them back.", section=True),
)
GRADE = (
    _v("grade", "Grade tumour", "G", "Grade", "grade.grade",
      "The active model's estimate from the boxes of the graded lesion."),
    _a("report", "Report…", "Ctrl+P", "Grade", "grade.show_report", "The estimate as a page to keep."),
    _a("labels", "Labels…", "Ctrl+B", "Grade", "window.show_labels",
      "Pathology of this patient. Boxes drawn while it is open are marked as not blind.", section=True),
)
TRAINING = (
    _a("retrain", "Retrain…", "Ctrl+T", "Training", "training.open_retrain",
      "Train networks on the boxes of this project."),
    _a("runs", "Runs…", "Ctrl+Shift+T", "Training", "training.open_runs", "Earlier trainings and their reports."),
    _a("models", "Models…", "Ctrl+Alt+M", "Training", "training.open_models", "Which model grades; import and export."),
)
HELP = (
    _a("keys", "Keys…", "F1", "Help", "window.show_keys", "All keys; change them here."),
    _a("log", "Show log file", "Ctrl+Alt+G", "Help", "window.show_log", "The folder with the program's log."),
    _a("about", "About Glioma Desktop", "Ctrl+F1", "Help", "window.show_about", "Version and licence."),
)
# fmt: on
ACTIONS: tuple[Action, ...] = (*FILE, *EDIT, *VIEW, *ROI, *MEASURE, *GRADE, *TRAINING, *HELP)
