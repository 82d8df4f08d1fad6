"""Everything SQL: one function a question or a change, parameters by name."""
