"""What Qt has to say goes into our log, without what is always said and never matters."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PyQt6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_LOG = logging.getLogger("mapper.qt")

#: Said by Qt on machines without a GPU, a display or a sandbox.
HARMLESS: Final = (
    "This plugin does not support propagateSizeHints",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
    "QRhiGles2: Failed to create",
    "Failed to create RHI for backend",
    "This plugin does not support createPlatformVulkanInstance",
    "QVulkanInstance: Failed to initialize Vulkan",
    "GBM is not supported with the current configuration",
    "GPUInfo not initialized on GpuInfoUpdate",
    "Sandboxing disabled by user",
)

_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@contextmanager
def qt_messages_logged() -> Iterator[None]:
    """Send Qt's messages to the log ``mapper.qt`` while the block runs."""
    former = qInstallMessageHandler(_log)
    try:
        yield
    finally:
        qInstallMessageHandler(former)


def _log(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    text = message or ""
    if not any(words in text for words in HARMLESS):
        _LOG.log(_LEVELS[kind], "%s", text)
