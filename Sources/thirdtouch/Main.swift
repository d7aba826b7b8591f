import Commands
import Glibc

@main
enum Main {
    static func main() {
        exit(Thirdtouch.run(Array(CommandLine.arguments.dropFirst()), .system()))
    }
}
