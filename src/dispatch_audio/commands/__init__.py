"""The commands, one file each; `cli.COMMANDS` is their table."""
