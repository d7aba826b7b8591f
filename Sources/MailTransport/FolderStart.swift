internal import Sequencing

/// What a server, or a list of UIDs, says of a folder when it is opened.
struct FolderState: Equatable {
    var uidValidity: UInt32
    var uidNext: UInt32
    var messageCount: Int
}

/// Where the reading of a folder begins, from its cursor and its present state.
enum FolderStart: Equatable {
    /// There is no cursor yet: by date.
    case firstContact
    /// Above the cursor; nil when nothing can be new.
    case above(ClosedRange<UInt32>?)
    /// UIDs mean other messages now: by date, in the next sweep.
    case rebuilt
    /// More messages came than UIDs were given out: by date, in the next sweep.
    case excess(expected: Int, seen: Int)

    init(cursor: FolderCursor?, state: FolderState) {
        guard let cursor else {
            self = .firstContact
            return
        }
        // A UIDNEXT that went back is a rebuilt folder whose server forgot to say so.
        guard cursor.uidValidity == state.uidValidity, cursor.lastUID < state.uidNext,
            cursor.uidNext ?? 0 <= state.uidNext
        else {
            self = .rebuilt
            return
        }
        if let count = cursor.messageCount, let next = cursor.uidNext {
            let most = count + Int(state.uidNext - next)
            guard state.messageCount <= most else {
                self = .excess(expected: state.messageCount, seen: most)
                return
            }
        }
        let isNew = cursor.lastUID + 1 < state.uidNext
        self = .above(isNew ? cursor.lastUID + 1...state.uidNext - 1 : nil)
    }
}

extension FolderCursor {
    init(folder: String, state: FolderState, lastUID: UInt32) {
        self.init(
            folder: folder, uidValidity: state.uidValidity, lastUID: lastUID,
            uidNext: state.uidNext, messageCount: state.messageCount)
    }
}
