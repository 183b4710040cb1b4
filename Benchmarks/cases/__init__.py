"""What is measured: each case has a NAME, a TITLE, what it is ABOUT, and `works(tools)`."""

from . import checks, daemon, decisions, growth, modbus, reports

ALL = [decisions, checks, reports, modbus, daemon, growth]
