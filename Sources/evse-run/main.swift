import Glibc

// A reader that goes away is no reason to die: writing then fails, and that is dealt with where it happens.
signal(SIGPIPE, SIG_IGN)
exit(CommandLineProgram().run(Array(CommandLine.arguments.dropFirst())).rawValue)
