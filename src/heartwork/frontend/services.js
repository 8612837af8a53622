// Of @jupyterlab/services what a connection to a kernel asks of the whole: the rest of it (contents, terminals,
// settings) has no place on these pages.
export { CommsOverSubshells } from "@jupyterlab/services/lib/kernel/comm.js";
export { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";
