"""`manage.py log SUBCOMMAND`: a module each, with HELP, arguments(parser) and run(options, out)."""
