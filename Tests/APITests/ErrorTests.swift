import API
import Testing

struct ErrorTests {
    @Test(
        "Every error has its HTTP status and its exit code",
        arguments: [
            (.usage, 400, .usage), (.notAllowed, 403, .notAllowed), (.notFound, 404, .refused),
            (.notNow, 409, .refused), (.tooLarge, 413, .refused),
            (.sequenceInvalid, 422, .refused), (.fault, 500, .refused),
            (.unknownCaller, 401, .notAllowed), (.tooMany, 429, .refused),
            (.notHere, 421, .refused),
            (.unavailable, 503, .unreachable), (.storage, 507, .refused),
        ] as [(APIError.Code, Int, CommandExit)])
    func mapping(_ code: APIError.Code, _ status: Int, _ exit: CommandExit) {
        let error = APIError(code, "x")
        #expect(error.httpStatus == status)
        #expect(error.exitStatus == exit)
    }

    @Test("The exit codes are those of the manual")
    func exitCodes() {
        #expect(CommandExit.allCases.map(\.rawValue) == [0, 1, 2, 64, 69, 77])
    }
}
