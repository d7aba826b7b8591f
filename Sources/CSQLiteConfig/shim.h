#ifndef THIRDTOUCH_CSQLITECONFIG_SHIM_H
#define THIRDTOUCH_CSQLITECONFIG_SHIM_H

#include <sqlite3.h>

/* sqlite3_db_config is variadic: Swift cannot call it. Takes the raw pointer, because the
   sqlite3 type of this module and GRDB's are different names of one thing. */
static inline int thirdtouch_sqlite_set_defensive(void *database, int isDefensive) {
    return sqlite3_db_config((sqlite3 *)database, SQLITE_DBCONFIG_DEFENSIVE, isDefensive, (int *)0);
}

/* sqlite3_config is variadic too. Before SQLite is used for the first time: then nothing is counted for each
   piece of memory, and no lock is taken for it. Afterwards it says SQLITE_MISUSE and changes nothing. */
static inline int thirdtouch_sqlite_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
