"""The closed web view that draws the map in the window."""

from mapper.gui.web.preview import PagePreview
from mapper.gui.web.scheme import register_scheme
from mapper.gui.web.view import MapView

__all__ = ["MapView", "PagePreview", "register_scheme"]
