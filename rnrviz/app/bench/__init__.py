"""The command `rnrviz bench`: our gradients and those of other libraries, measured side by side in one run.

`command` speaks with the user; `worker` measures in a process of its own, whose libraries are held to one thread;
`ours` and `rivals` are what is measured.
"""
