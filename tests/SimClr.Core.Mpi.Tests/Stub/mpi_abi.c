/* A stand-in for a library with the standard binary interface of MPI 5, for one process. It ends the process if a constant is not the
   standard's (MPI 5.0, appendix A). A broadcast of 13 bytes fails, which shows how errors come back. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD ((void *)0x101)
#define BYTE ((void *)0x247)
#define ERRORS_RETURN ((void *)0x142)
#define REQUEST_NULL ((void *)0x180)
#define OWN ((void *)0x7f0000001000) /* a communicator of ours; more than an int, as a pointer is */
#define PENDING ((void *)0x7f0000002000)
#define UNLUCKY 13

static int is_open = 0, returns_errors = 0;

static void expect(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "stub: wrong %s\n", what);
    _Exit(99);
}

int MPI_Abi_get_version(int *major, int *minor)
{
    *major = 1;
    *minor = 0;
    return 0;
}

int MPI_Get_library_version(char *version, int *length)
{
    strcpy(version, "Stub 1.0\nof the standard interface");
    *length = (int)strlen(version);
    return 0;
}

int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    expect(!is_open && argc == NULL && argv == NULL && required == 2, "arguments of MPI_Init_thread");
    is_open = 1;
    *provided = 2;
    return 0;
}

int MPI_Comm_set_errhandler(void *comm, void *handler)
{
    expect((comm == WORLD || comm == OWN) && handler == ERRORS_RETURN, "constants of MPI_Comm_set_errhandler");
    returns_errors |= comm == OWN;
    return 0;
}

int MPI_Comm_dup(void *comm, void **copy)
{
    expect(is_open && comm == WORLD, "MPI_COMM_WORLD");
    *copy = OWN;
    return 0;
}

int MPI_Comm_rank(void *comm, int *rank)
{
    expect(comm == OWN, "communicator");
    *rank = 0;
    return 0;
}

int MPI_Comm_size(void *comm, int *size)
{
    expect(comm == OWN, "communicator");
    *size = 1;
    return 0;
}

static int begin(void *comm, void **request)
{
    expect(is_open && comm == OWN && *request == NULL, "communicator or request");
    *request = PENDING;
    return 0;
}

static int copy(const void *send, int count, void *type, void *receive, int count_receive, void *type_receive)
{
    expect(type == BYTE && type_receive == BYTE && count == count_receive, "MPI_BYTE or counts");
    memcpy(receive, send, (size_t)count);
    return 0;
}

int MPI_Ialltoall(const void *send, int count, void *type, void *receive, int count_receive, void *type_receive, void *comm, void **request)
{
    copy(send, count, type, receive, count_receive, type_receive);
    return begin(comm, request);
}

int MPI_Iallgather(const void *send, int count, void *type, void *receive, int count_receive, void *type_receive, void *comm, void **request)
{
    copy(send, count, type, receive, count_receive, type_receive);
    return begin(comm, request);
}

int MPI_Ibcast(void *buffer, int count, void *type, int root, void *comm, void **request)
{
    expect(buffer != NULL && type == BYTE && root == 0, "MPI_BYTE or root");
    return count == UNLUCKY ? UNLUCKY : begin(comm, request);
}

int MPI_Ibarrier(void *comm, void **request)
{
    return begin(comm, request);
}

/* Each request is complete when it is looked at for the second time. */
int MPI_Test(void **request, int *flag, void *status)
{
    static int looks = 0;
    expect(*request == PENDING && status == NULL, "request or MPI_STATUS_IGNORE");
    *flag = ++looks % 2 == 0;
    if (*flag)
        *request = REQUEST_NULL;
    return 0;
}

int MPI_Error_string(int code, char *text, int *length)
{
    *length = sprintf(text, "stub: error %d", code);
    return 0;
}

int MPI_Abort(void *comm, int code)
{
    expect(comm == WORLD, "MPI_COMM_WORLD of MPI_Abort");
    fprintf(stderr, "stub: abort %d\n", code);
    _Exit(code);
}

int MPI_Finalize(void)
{
    expect(is_open && returns_errors, "state at the end");
    is_open = 0;
    fprintf(stderr, "stub: finalized\n");
    return 0;
}
