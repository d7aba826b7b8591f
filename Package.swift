// swift-tools-version: 6.2
// The architecture as the build sees it: what is not listed here cannot be imported
// (`--explicit-target-dependency-import-check error`). docs/architecture.md says why.
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let unixSignals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let swiftCSV = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// One module of the product, with exactly the imports it is allowed.
func module(_ name: String, _ imports: [Target.Dependency], resources: [Resource]? = nil) -> Target
{
    .target(name: name, dependencies: imports, resources: resources, swiftSettings: strict)
}

/// An executable of one file.
func program(_ name: String, _ imports: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: imports, swiftSettings: strict)
}

/// The tests of one module, or of the whole.
func tests(_ name: String, _ imports: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: imports, swiftSettings: strict)
}

let package = Package(
    name: "thirdtouch",
    products: [
        .executable(name: "thirdtouchd", targets: ["thirdtouchd"]),
        .executable(name: "thirdtouch", targets: ["thirdtouch"]),
        .executable(name: "thirdtouch-sim", targets: ["thirdtouch-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Doors to C: module maps, and inline shims for variadic calls and macros.
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CGMime",
            pkgConfig: "gmime-3.0",
            providers: [.apt(["libgmime-3.0-dev"])]
        ),
        .systemLibrary(
            name: "CSQLiteConfig",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),

        // The pure core, and the files it is fed from.
        module("Sequencing", []),
        module("PlainYAML", [yams]),
        module("SequenceFile", ["Sequencing", "PlainYAML"]),
        module("ZoneData", ["Sequencing", "PlainYAML"]),

        // The world: storage, mail, the loops.
        module("Store", ["Sequencing", "CSQLiteConfig", grdb, logging]),
        module("MailMessage", ["Sequencing", "CGMime"]),
        module("MailTransport", ["Sequencing", "CCurl", logging]),
        module("Engine", ["Sequencing", "Store", "MailMessage", logging]),
        module("Simulation", ["Sequencing", "Store", "MailMessage", "Engine", logging]),

        // Control: what people and programs ask.
        module("API", ["Sequencing", "CCurl"]),
        module(
            "Server",
            [
                "Sequencing", "Store", "Engine", "API", hummingbird, hummingbirdCore, httpTypes,
                mustache, nioCore, serviceLifecycle, logging,
            ], resources: [.embedInCode("Pages/Templates")]),
        module(
            "Commands",
            ["Sequencing", "PlainYAML", "SequenceFile", "API", argumentParser, swiftCSV]),
        module(
            "Daemon",
            [
                "Sequencing", "PlainYAML", "SequenceFile", "ZoneData", "Store", "MailMessage",
                "MailTransport", "Engine", "Simulation", "API", "Server", serviceLifecycle,
                unixSignals, logging,
            ]
        ),

        program("thirdtouchd", ["Sequencing", "Daemon", argumentParser, logging]),
        program("thirdtouch", ["Commands"]),
        program(
            "thirdtouch-sim",
            ["Sequencing", "ZoneData", "Simulation", argumentParser]),
        .executableTarget(
            name: "thirdtouch-bench",
            dependencies: [
                "Sequencing", "PlainYAML", "SequenceFile", "Store", "MailMessage",
                "MailTransport", "Engine", "Simulation", "ZoneData", "Support", grdb, logging,
            ],
            path: "Benchmarks", exclude: ["Anchors"], swiftSettings: strict),

        // Tests mirror the modules; `Support` starts the real servers that they talk to.
        .target(name: "Support", path: "Tests/Support", swiftSettings: strict),
        .target(
            name: "APISupport", dependencies: ["API", "Sequencing"], path: "Tests/APISupport",
            swiftSettings: strict),
        // What the report proposes must be commands: they are parsed there.
        tests("SequencingTests", ["Sequencing", "Commands", argumentParser]),
        tests("PlainYAMLTests", ["PlainYAML"]),
        tests("SequenceFileTests", ["SequenceFile", "PlainYAML", "Sequencing", "ZoneData"]),
        tests("ZoneDataTests", ["ZoneData", "PlainYAML", "Sequencing", "Support"]),
        tests("MailMessageTests", ["Sequencing", "MailMessage"]),
        tests("MailTransportTests", ["MailTransport", "Sequencing", "Support", logging]),
        tests("APITests", ["API", "APISupport", "Sequencing"]),
        tests("CommandsTests", ["Commands", "API", "APISupport", "Sequencing", argumentParser]),
        tests(
            "StoreTests",
            ["Store", "Sequencing", "CSQLiteConfig", "Support", "APISupport", grdb, logging]),
        tests("ServerTests", ["Server", "Sequencing", httpTypes]),
        tests("EngineTests", ["Engine", "Simulation", "Sequencing"]),
        tests(
            "ScenarioTests",
            [
                "Engine", "MailMessage", "MailTransport", "SequenceFile", "Sequencing",
                "Simulation", "Store", "Support", "ZoneData", logging,
            ]),
        tests("CommandLineTests", ["Support"]),
        tests("BrowserTests", ["Support"]),
        tests(
            "FuzzTests",
            ["MailMessage", "MailTransport", "PlainYAML", "SequenceFile", "Sequencing"]),
    ],
    swiftLanguageModes: [.v6]
)
