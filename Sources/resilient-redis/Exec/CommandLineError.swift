/// A line of input that is no command. The message says what is wrong with it and never quotes it: it may hold a secret.
struct CommandLineError: Error {
    let message: String
}
