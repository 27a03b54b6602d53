"""The guards every format shares: archives, XML, text, cells, whole writes, child processes."""
