#pragma once
#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// A GNU extension that the header shows only under _GNU_SOURCE.
extern int accept4(int, struct sockaddr *, socklen_t *, int);

// MHD_start_daemon takes variadic options, which Swift does not import. The daemon made here has one
// thread with its own epoll, no listening socket (connections are handed to it) and no log of its own.
static inline struct MHD_Daemon *cmicrohttpd_start(
    void *context, MHD_AccessHandlerCallback access, MHD_NotifyConnectionCallback connection,
    MHD_RequestCompletedCallback completed,
    void *(*target)(void *context, const char *target, struct MHD_Connection *connection),
    size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text),
    size_t connection_memory, unsigned int connection_limit, unsigned int idle_seconds) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO,
      0, NULL, NULL, access, context,
      MHD_OPTION_NOTIFY_CONNECTION, connection, context,
      MHD_OPTION_NOTIFY_COMPLETED, completed, context,
      MHD_OPTION_URI_LOG_CALLBACK, target, context,
      MHD_OPTION_UNESCAPE_CALLBACK, unescape, context,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
      MHD_OPTION_CONNECTION_LIMIT, connection_limit,
      MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
      MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_END);
}

// Lets a descriptor wake a daemon's thread, which passes over what has no connection. MHD_get_daemon_info
// is variadic. Zero, or -1.
static inline int cmicrohttpd_let_wake(struct MHD_Daemon *daemon, int descriptor) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
  // Once for each write: nobody reads.
  struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data = {.ptr = NULL}};
  return info ? epoll_ctl(info->epoll_fd, EPOLL_CTL_ADD, descriptor, &event) : -1;
}

// MHD_get_connection_info is variadic.
static inline int cmicrohttpd_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

static inline void *cmicrohttpd_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

static inline size_t cmicrohttpd_head_size(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  return info ? info->header_size : 0;
}

// Milliseconds since the peer last sent data, or -1.
static inline long cmicrohttpd_milliseconds_since_data(int descriptor) {
  struct tcp_info info;
  socklen_t size = sizeof info;
  if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return -1;
  return (long)info.tcpi_last_data_recv;
}

static inline int cmicrohttpd_accept(int listener, struct sockaddr_storage *address) {
  socklen_t size = sizeof *address;
  return accept4(listener, (struct sockaddr *)address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// A descriptor that one thread can write to so that another, which polls it, wakes up.
static inline int cmicrohttpd_alarm(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }
