package io.blocktier.segments.format;

/**
 * How records are scanned.
 *
 * @param verification what frames are compared with
 * @param batchBytes of one request
 * @param pool of workspaces
 */
record ScanSettings(Verification verification, int batchBytes, Workspace.Pool pool) {}
