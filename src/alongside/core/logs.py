"""What a line of the log holds."""

import logging

_FAULT_OF_OURS = 500


class RefusalsInOneLine(logging.Filter):
    """A page that is refused to somebody is no fault of ours: where it was raised tells nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", _FAULT_OF_OURS) < _FAULT_OF_OURS:
            record.exc_info, record.exc_text = None, None
        return True
