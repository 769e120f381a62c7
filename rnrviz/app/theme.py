"""Light and dark: Qt's Fusion style with a palette and a small style sheet made from a Style."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from rnrviz.figures.style import Style

THEMES = ("system", "light", "dark")

SHEET = Template("""
QMainWindow, QDialog { background: $paper; }
QMainWindow::separator { background: $hairline; width: 1px; height: 1px; margin: 3px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle:vertical { background: qlineargradient(x1:0, y1:0, x2:0, y2:1, stop:0 $paper,
  stop:0.42 $paper, stop:0.43 $hairline, stop:0.57 $hairline, stop:0.58 $paper, stop:1 $paper); }
QSplitter::handle:vertical:hover { background: $soft; }
QMenuBar { background: $paper; color: $ink; border: none; padding: ${s1}px ${s4}px 0 ${s4}px; }
QMenuBar::item { background: transparent; padding: ${s3}px ${s5}px; border-radius: ${s2}px; }
QMenuBar::item:selected { background: $soft; }
QMenu { background: $panel; color: $ink; border: 1px solid $hairline; padding: ${s2}px; }
QMenu::item { padding: ${s3}px ${s13}px ${s3}px ${s14}px; border-radius: ${s2}px; }
QMenu::indicator { width: ${s6}px; height: ${s6}px; left: ${s4}px; border: 1px solid transparent;
  border-radius: ${s1}px; }
QMenu::indicator:non-exclusive:unchecked { border: 1px solid $edge; }
QMenu::indicator:checked { background: $accent; image: url("$tick"); }
QMenu::indicator:exclusive { border-radius: ${s3}px; }
QMenu::right-arrow { image: url("$right"); width: ${s5}px; height: ${s5}px; right: ${s3}px; }
QMenu::item:selected { background: $soft; color: $ink; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $hairline; margin: ${s2}px ${s4}px; }
QToolTip { background: $panel; color: $ink; border: 1px solid $hairline; padding: ${s2}px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDockWidget { color: $ink; }
QStatusBar { background: $paper; }
QStatusBar::item { border: none; }
QTabBar { background: $paper; qproperty-drawBase: 0; qproperty-elideMode: ElideNone;
  qproperty-usesScrollButtons: true; }
QTabBar::scroller { width: ${s11}px; }
QTabBar QToolButton { background: $paper; border: none; padding: 0; }
QTabBar QToolButton:hover { background: $soft; }
QTabBar QToolButton::left-arrow { image: url("$left"); width: ${s6}px; height: ${s6}px; }
QTabBar QToolButton::right-arrow { image: url("$right"); width: ${s6}px; height: ${s6}px; }
QTabBar QToolButton::left-arrow:disabled, QTabBar QToolButton::right-arrow:disabled { image: none; }
QTabBar::tab { background: $paper; color: $muted; padding: ${s3}px ${s5}px; border: none;
  border-bottom: 2px solid $paper; margin: 0 ${s1}px; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { background: $soft; }
QToolButton { background: transparent; color: $ink; border: 1px solid transparent; border-radius: ${s3}px;
  padding: ${s2}px; }
QToolButton:hover { background: $soft; }
QToolButton:pressed { background: $softer; }
QToolButton:focus { border: 1px solid $accent; }
QToolButton#place { color: $muted; border-radius: 0px; border: none; border-bottom: 2px solid transparent;
  padding: ${s2}px ${s4}px; }
QToolButton#place:checked { color: $ink; border-bottom: 2px solid $accent; }
QToolButton#place:focus { background: $soft; }
QToolButton::menu-indicator { image: none; }
QPushButton, QComboBox { background: $panel; color: $ink; border: 1px solid $edge; border-radius: ${s3}px;
  padding: ${s2}px ${s5}px; min-height: ${line}px; }
QPushButton:hover, QComboBox:hover { border: 1px solid $muted; }
QPushButton:focus, QComboBox:focus, QLineEdit:focus, QAbstractSpinBox:focus { border: 1px solid $accent; }
QPushButton:default { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton:disabled { color: $muted; background: $paper; border: 1px solid $hairline; }
QComboBox::drop-down { border: none; width: ${s8}px; }
QComboBox::down-arrow { image: url("$down"); width: ${s5}px; height: ${s5}px; }
QComboBox QAbstractItemView { background: $panel; color: $ink; border: 1px solid $hairline;
  selection-background-color: $soft; selection-color: $ink; outline: none; padding: ${s2}px; }
QLineEdit, QAbstractSpinBox { background: $panel; color: $ink; border: 1px solid $edge;
  border-radius: ${s3}px; padding: ${s2}px ${s4}px; min-height: ${line}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox { padding-right: ${s8}px; max-height: ${line}px; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 ${s4}px; background: transparent; min-height: 0; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $muted; background: $paper;
  border: 1px solid $hairline; }
QAbstractSpinBox QLineEdit:disabled { border: none; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; border: none;
  width: ${s8}px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: ${s4}px; height: ${s4}px; }
QAbstractSpinBox::down-arrow { image: url("$down"); width: ${s4}px; height: ${s4}px; }
QCheckBox { spacing: ${s4}px; }
QCheckBox::indicator { width: ${s7}px; height: ${s7}px; border: 1px solid $edge; border-radius: ${s1}px;
  background: $panel; }
QCheckBox::indicator:checked { background: $accent; border: 1px solid $accent; image: url("$tick"); }
QCheckBox::indicator:focus { border: 1px solid $accent; }
QRadioButton { spacing: ${s4}px; }
QRadioButton::indicator { width: ${s6}px; height: ${s6}px; border: 1px solid $edge; border-radius: ${s3}px;
  background: $panel; }
QRadioButton::indicator:checked { border: ${ring}px solid $accent; width: ${dot}px; height: ${dot}px; }
QRadioButton:focus { color: $accent; }
#cap { background: $panel; border: 1px solid $edge; border-bottom: 2px solid $edge; border-radius: ${s2}px;
  padding: ${s1}px ${s3}px; }
#corner { background: $paper; }
#corner:hover, QToolButton#switch:hover { background: $soft; }
QToolButton#switch { background: transparent; padding: 0 ${s2}px; }
#quiet { color: $muted; }
#readout { color: $ink; }
#problem { color: $cursor; }
#runs { background: $paper; color: $ink; border: none; border-top: 1px solid $hairline; outline: none; }
#runs::item { padding: ${s1}px; border: none; }
#runs::item:hover { background: $soft; }
#runs::item:selected, #runs::item:selected:!active { background: $softer; color: $ink; }
#runs QHeaderView { background: $paper; }
#runs QHeaderView::section { background: $paper; color: $muted; border: none; padding: ${s2}px ${s1}px; }
#numbers { background: $panel; border: 1px solid $hairline; selection-background-color: $softer;
  selection-color: $ink; }
#numbers QHeaderView { background: $paper; border: none; }
QTableCornerButton::section { background: $paper; border: none; }
#numbers QHeaderView::section { background: $paper; color: $muted; border: none; padding: ${s2}px ${s3}px; }
#numbers QHeaderView::section:horizontal { border-bottom: 1px solid $hairline; }
#numbers QHeaderView::section:vertical { border-right: 1px solid $hairline; padding: 0 ${s3}px; }
QProgressBar { background: $hairline; border: none; border-radius: 1px; max-height: 3px; min-height: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 1px; }
QScrollBar:vertical { background: transparent; width: ${s5}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${s5}px; margin: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::handle { background: $edge; border-radius: ${s1}px; min-height: ${s9}px; min-width: ${s9}px;
  margin: ${s1}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def is_dark(theme: str) -> bool:
    """Whether this choice means dark now; "system" asks the desktop."""
    if theme == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return theme == "dark"


def apply(app: QApplication, style: Style, pictures: dict[str, str]) -> None:
    """Give the whole program this look; `pictures` are the files of the arrows (up, down, left, right) and the tick."""
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(style))
    app.setFont(style.font())
    app.setStyleSheet(sheet(style, pictures))


def palette(style: Style) -> QPalette:
    """The colours of every widget."""
    role = QPalette.ColorRole
    made = QPalette(style.panel, style.paper)
    colours = (
        (role.Window, style.paper), (role.WindowText, style.ink), (role.Base, style.panel),
        (role.AlternateBase, style.paper), (role.Text, style.ink), (role.Button, style.panel),
        (role.ButtonText, style.ink), (role.BrightText, style.cursor), (role.ToolTipBase, style.panel),
        (role.ToolTipText, style.ink), (role.PlaceholderText, style.muted), (role.Link, style.accent),
        (role.Highlight, style.accent), (role.HighlightedText, style.text_on(style.accent)),
        (role.Light, style.panel), (role.Mid, style.hairline), (role.Dark, style.hairline),
        (role.Shadow, style.hairline),
    )  # fmt: skip
    for which, colour in colours:
        made.setColor(which, colour)
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, style.muted)
    return made


def sheet(style: Style, pictures: dict[str, str]) -> str:
    """The style sheet at this theme and text size."""
    steps = {f"s{n}": str(round(style.px(2 * n))) for n in range(1, 15)}
    ring = round(style.px(4))
    return SHEET.substitute(
        steps | pictures,
        paper=_css(style.paper), panel=_css(style.panel), ink=_css(style.ink), muted=_css(style.muted),
        hairline=_css(style.hairline), accent=_css(style.accent), cursor=_css(style.cursor),
        on_accent=_css(style.text_on(style.accent)), soft=_css(style.tint(style.accent, 0.12)),
        softer=_css(style.tint(style.accent, 0.24)), edge=_css(style.tint(style.muted, 0.45)),
        line=str(round(style.px(18))), ring=str(ring), dot=str(int(steps["s6"]) + 2 - 2 * ring),
    )  # fmt: skip


def _css(color: QColor) -> str:
    return color.name()
