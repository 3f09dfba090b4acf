"""The mathematics of the log: RFC 6962 trees, C2SP tiles, signed notes and cosignatures. Pure: standard library and `cryptography`."""
