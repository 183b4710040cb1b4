"""Who uses what, file by file, as the Swift compiler wrote it down while it built (its index store)."""

import ctypes
import os
import shutil
from collections import defaultdict
from ctypes import CFUNCTYPE, Structure, c_bool, c_char_p, c_int, c_size_t, c_uint, c_uint64, c_void_p
from pathlib import Path

# Of indexstore.h.
RECORD = 2
DEFINITION, REFERENCE = 1 << 1, 1 << 2


class Text(Structure):
    """`indexstore_string_ref_t`."""

    _fields_ = [("data", c_void_p), ("length", c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode() if self.length else ""


EACH_NAME = CFUNCTYPE(c_bool, c_void_p, Text)
EACH = CFUNCTYPE(c_bool, c_void_p, c_void_p)
RESULTS = {
    "store_create": c_void_p, "unit_reader_create": c_void_p, "record_reader_create": c_void_p,
    "unit_reader_get_main_file": Text, "unit_dependency_get_name": Text, "unit_dependency_get_kind": c_int,
    "occurrence_get_symbol": c_void_p, "occurrence_get_roles": c_uint64, "symbol_get_usr": Text, "symbol_get_name": Text,
}


class IndexStore:
    """What is defined in each file, and what each file uses."""

    def __init__(self, path, root):
        swift = Path(shutil.which("swift") or "swift").resolve()
        self.library = ctypes.CDLL(str(swift.parent.parent / "lib" / "libIndexStore.so"))
        for name, result in RESULTS.items():
            getattr(self.library, f"indexstore_{name}").restype = result
        self.error = c_void_p()
        self.store = c_void_p(self.call("store_create", c_char_p(str(path).encode()), ctypes.byref(self.error)))
        if not self.store.value:
            raise SystemExit(f"{path}: there is no index: build with `swift build --build-tests` first")
        self.definitions = {}
        self.uses = defaultdict(dict)
        for file, record in sorted(self.records(os.path.realpath(root))):
            self.read(file, record)

    def call(self, name, *arguments):
        return getattr(self.library, f"indexstore_{name}")(*arguments)

    def records(self, root):
        """The records of each file that is there still."""
        names = []
        note = EACH_NAME(lambda _, name: (names.append(str(name)), True)[1])
        self.call("store_units_apply_f", self.store, c_uint(1), None, note)
        found = set()
        for name in names:
            unit = c_void_p(self.call("unit_reader_create", self.store, name.encode(), ctypes.byref(self.error)))
            if not unit.value:
                continue
            file = os.path.realpath(str(self.call("unit_reader_get_main_file", unit)))

            def dependency(_, item):
                item = c_void_p(item)
                if self.call("unit_dependency_get_kind", item) == RECORD:
                    found.add((file, str(self.call("unit_dependency_get_name", item))))
                return True

            if file.startswith(root + os.sep) and os.path.exists(file):
                self.call("unit_reader_dependencies_apply_f", unit, None, EACH(dependency))
            self.call("unit_reader_dispose", unit)
        return found

    def read(self, file, record):
        reader = c_void_p(self.call("record_reader_create", self.store, record.encode(), ctypes.byref(self.error)))
        if not reader.value:
            return

        def occurrence(_, item):
            item = c_void_p(item)
            symbol = c_void_p(self.call("occurrence_get_symbol", item))
            roles = self.call("occurrence_get_roles", item)
            identity = str(self.call("symbol_get_usr", symbol))
            if roles & DEFINITION:
                self.definitions[identity] = file
            elif roles & REFERENCE:
                self.uses[file][identity] = str(self.call("symbol_get_name", symbol))
            return True

        self.call("record_reader_occurrences_apply_f", reader, None, EACH(occurrence))
        self.call("record_reader_dispose", reader)
