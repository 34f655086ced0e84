/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fault-server.h"
#include "portal/hs-portal-private.h"
#include "portal/hs-session-private.h"

#include "hs-test.h"

G_BEGIN_DECLS

#define TEST_DOSSIER "6d3f2c1a-0b5e-4f7d-9a3c-112233445566"
#define TEST_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* A portal in front of a fault server that has discovery, metadata and refresh of its own; everything else is
 * the test's handler. Somebody is signed in: access token "access-1", refresh token "refresh-1". */
typedef struct
{
  HsWorld *world;
  FaultServer *server;
  HsSession *session;
  HsPortal *portal;
  FaultHandler handler; /* for what discovery and sign-in do not answer */
  gpointer data;
  FaultHandler oauth; /* (nullable) for /oauth2/..., instead of the refresh below */
  gpointer oauth_data;
  char *well_known; /* atomic (nullable) instead of the usual /.well-known/portal */
  gint n_tokens;    /* atomic: access tokens given so far; "access-<n>" is the newest */
} PortalFixture;

void portal_fixture_set_up (PortalFixture *self, FaultHandler handler, gpointer data);
void portal_fixture_tear_down (PortalFixture *self);
/* Gives up the last reference but those of a notify on its way, or of a task's thread that is about to end. */
void portal_fixture_await_finalize (gpointer object);
/* Small times, so that a test of a stall is short. */
void portal_fixture_hurry (PortalFixture *self);
/* The object of /.well-known/portal. */
char *portal_fixture_dup_well_known (const char *url);
/* Key pair whose public key /.well-known/portal names "k1". */
void portal_fixture_keys (guint8 public_key[32], guint8 secret_key[64]);

G_END_DECLS
