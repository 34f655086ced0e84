/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-calendar.h"
#include "base/hs-json.h"
#include "base/hs-world.h"
#include "catalog/hs-catalogue.h"
#include "catalog/hs-units.h"

#include "hs-demo-db.h"
#include "hs-demo-fault.h"
#include "hs-demo-keys.h"
#include "hs-demo-resident.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What a file, an announcement and a whole dossier may take. */
#define HS_DEMO_MAX_FILE_BYTES (G_GUINT64_CONSTANT (20) * 1024 * 1024)
#define HS_DEMO_MAX_TOTAL_BYTES (G_GUINT64_CONSTANT (200) * 1024 * 1024)
#define HS_DEMO_MAX_FILES 100
/* Longest body of a call that is no upload. */
#define HS_DEMO_MAX_BODY_BYTES (1024 * 1024)

typedef struct
{
  const char *state_dir;    /* portal.db, uploads/, keys; made with mode 0700 */
  const char *share_dir;    /* catalogue, units, holidays and forms */
  guint16 port;             /* 0: any free one */
  gboolean ipv6;            /* also on [::1] */
  const char *auto_approve; /* (nullable) sub of the resident who signs in by himself */
  double autopilot;         /* how many times faster than life; 0 off, infinity at once */
} HsDemoOptions;

/* The whole portal. Everything runs in one thread, that of the main context it was started in. */
typedef struct
{
  HsWorld *world;         /* (owned) */
  gint64 clock_us;        /* microseconds added to the world's clock by POST /_demo/clock */
  HsDemoDb *db;           /* (owned) */
  HsDemoKeys *keys;       /* (owned) */
  HsCatalogue *catalogue; /* (owned) titles, times and fees of the procedures */
  HsUnits *units;         /* (owned) the offices are the communes' */
  HsCalendar *calendar;   /* (owned) (nullable) NULL: no table, then no due dates */
  SoupServer *server;     /* (owned) */
  char *url;              /* (owned) "http://127.0.0.1:8080" */
  guint16 port;
  char *auto_approve;  /* (owned) (nullable) */
  char *csrf_token;    /* (owned) of this process; in every page's forms */
  char *uploads_dir;   /* (owned) */
  GHashTable *patches; /* (owned) upload id -> running PATCH, see hs-demo-uploads.c */
  HsDemoFaults faults;
  gint64 token_us; /* life of an access token, microseconds */
  double autopilot;
  guint autopilot_source; /* main loop source, 0 none */
} HsDemo;

HsDemo *hs_demo_new (const HsDemoOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Listens; from then on `url` and `port` are known. */
gboolean hs_demo_listen (HsDemo *self, const HsDemoOptions *options, GError **error);
void hs_demo_free (HsDemo *self);

/* The portal's clock: the world's plus what tests added. Microseconds since 1970. */
gint64 hs_demo_now (HsDemo *self);
/* Random letters and digits that need no escaping anywhere, n_bytes of chance. */
char *hs_demo_random_name (HsDemo *self, gsize n_bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsDemo, hs_demo_free)

G_END_DECLS
