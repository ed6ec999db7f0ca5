#pragma once
#include <spawn.h>
#include <sys/prctl.h>

/* glibc 2.34 and newer; its header shows this only to GNU sources, which Swift's import is not. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* From here on, no program that this process starts can gain privileges. */
static inline int cprocess_forbid_new_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
