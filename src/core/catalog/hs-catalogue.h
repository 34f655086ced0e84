/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-json.h"
#include "base/hs-world.h"
#include "catalog/hs-procedure.h"

G_BEGIN_DECLS

/* What the caller can do: mend the record named (RECORD), choose another file (FORMAT),
 * reinstall or re-import (DAMAGED). */
typedef enum
{
  HS_CATALOG_ERROR_FORMAT,
  HS_CATALOG_ERROR_RECORD,
  HS_CATALOG_ERROR_DAMAGED,
  HS_CATALOG_ERROR_NOT_FOUND,
} HsCatalogError;
#define HS_CATALOG_ERROR (hs_catalog_error_quark ())
GQuark hs_catalog_error_quark (void);

#define HS_TYPE_CATALOGUE (hs_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (HsCatalogue, hs_catalogue, HS, CATALOGUE, GObject)

/* Opens <data_dir>/catalogue.db; fills it from <share_dir>/catalog at first use and when the
 * shipped files are newer. Nothing personal is in it. Thread: safe from any thread; may block. */
HsCatalogue *hs_catalogue_open (HsWorld *world, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* NULL members do not filter. */
typedef struct
{
  const char *field; /* name of the field, "Hộ tịch" */
  const char *level; /* "commune", "province", "ministry" */
  const char *online; /* "full" (toàn trình), "partial" (một phần), "none" (only at the counter) */
  const char *audience;   /* "citizen", "business", "foreigner" */
  const char *life_event; /* id of a life event */
} HsCatalogueFilter;

/* (nullable) what went wrong at opening though the catalogue can be used: a damaged file that was moved
 * aside (imported records are gone with it), installed files that cannot be read. English, names the file. */
const char *hs_catalogue_get_warning (HsCatalogue *self);

/* (element-type HsProcedure), best first, summaries only (details are loaded by get). Empty text:
 * everything that passes the filter, procedures that can be started first. With or without marks,
 * wrong tones forgiven, synonyms known, the last word taken as a beginning; a code or its beginning.
 * limit 0: no limit. Thread: any; below 10 ms for the whole national catalogue. */
GListModel *
hs_catalogue_search (HsCatalogue *self, const char *text, const HsCatalogueFilter *filter,
                     guint limit, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HsProcedure *hs_catalogue_get_procedure (HsCatalogue *self, const char *code,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
guint hs_catalogue_count (HsCatalogue *self);
/* Names of all fields, the one with most procedures first. (transfer full) */
char **hs_catalogue_list_fields (HsCatalogue *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
typedef struct
{
  char *name;
  guint count;
} HsFieldCount;
/* The same with how many procedures each has. (element-type HsFieldCount) */
GPtrArray *hs_catalogue_count_fields (HsCatalogue *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A life event of the home page. */
typedef struct
{
  char *id;       /* "750" */
  char *title;    /* "Có con nhỏ" */
  char *icon;     /* symbolic icon name */
  char *audience; /* "citizen" or "business" */
} HsLifeEvent;
void hs_life_event_free (HsLifeEvent *self);
GPtrArray *
hs_catalogue_list_life_events (HsCatalogue *self, GError **error) /* (element-type HsLifeEvent) */
  G_GNUC_WARN_UNUSED_RESULT;

/* Import of the national portal's records: a JSON array of details, or the index as a table. Each refusal
 * names record, place and reason; the rest goes in. Facts of the starter files are never changed by an
 * import, only completed; imported records stay when the starter files are renewed. Two procedures that
 * share one code in the list are kept as "<code>" and "<code>~<start of the other's identity>".
 * All or nothing: cancelled (G_IO_ERROR_CANCELLED) or failed, the catalogue is as before.
 * Errors: HS_CATALOG_ERROR_FORMAT no such shape; G_FILE_ERROR, G_IO_ERROR. Thread: any; seconds. */
typedef struct
{
  guint n_read;
  guint n_new;
  guint n_updated;
  GPtrArray *refused; /* (owned) (element-type utf8) "1.001193 (record 3): ..." */
} HsImportReport;
void hs_import_report_free (HsImportReport *self);
HsImportReport *hs_catalogue_import (HsCatalogue *self, const char *path, GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsLifeEvent, hs_life_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsImportReport, hs_import_report_free)

G_END_DECLS
