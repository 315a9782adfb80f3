"""About Mapper: version, licences, where the data come from."""

from __future__ import annotations

from PyQt6.QtCore import PYQT_VERSION_STR, Qt
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import mapper
from mapper import basemap
from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel, rule
from mapper.gui.measuring import licence_words
from mapper.gui.session import ProjectData
from mapper.gui.translation import tr


class AboutDialog(QDialog):
    """What Mapper is, and every licence that what it shows comes with."""

    def __init__(self, data: ProjectData | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About Mapper"))
        self.resize(580, 560)
        head = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(icon("mapper", "").pixmap(64, 64))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.addWidget(
            TextLabel(tr("Mapper {version}", version=mapper.__version__), bold=True, larger=1.4)
        )
        names.addWidget(
            TextLabel(tr("Reported strikes on a map, and how far they lie from the front."))
        )
        head.addLayout(names, 1)
        page = QWidget()
        page.setObjectName("panel")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(14, 10, 14, 10)
        for title, lines in (
            (tr("The program"), _program()),
            (tr("The base map"), [_credit(credit) for credit in basemap.attributions()]),
            (tr("Fronts in this project"), _fronts(data)),
        ):
            inside.addWidget(TextLabel(title, bold=True))
            for line in lines:
                inside.addWidget(TextLabel(line))
            inside.addSpacing(6)
            inside.addWidget(rule())
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def _program() -> list[str]:
    return [
        tr("Mapper: MIT licence."),
        tr(
            "PyQt {version}: GNU GPL 3; a bundle of Mapper with PyQt is under the GPL.",
            version=PYQT_VERSION_STR,
        ),
        tr("Qt and Qt WebEngine: GNU LGPL 3."),
        tr("Leaflet 1.9: BSD 2-clause. Folium: MIT."),
        tr("Place names: GeoNames, CC BY 4.0."),
    ]


def _credit(credit: dict[str, str]) -> str:
    return " – ".join(part for part in (credit.get("text"), credit.get("licence")) if part)


def _fronts(data: ProjectData | None) -> list[str]:
    if data is None:
        return [tr("No project is open.")]
    lines = dict.fromkeys(licence_words(snapshot) for snapshot in data.fronts.snapshots)
    return list(lines) or [tr("The project has no front.")]
