/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: opens the database, fills it from the installed files, answers questions. One
 * connection under one lock; the lock file keeps two processes apart while one of them repairs. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalogue.h"

#include "catalog/hs-catalog-db.h"
#include "catalog/hs-catalog-record.h"
#include "catalog/hs-catalog-search.h"
#include "catalog/hs-catalog-starter.h"
#include "catalog/hs-import.h"
#include "catalog/hs-procedure-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SUMMARY_COLUMNS "key, title, legal_name, field, agency, levels, online, form, has_details"

struct _HsCatalogue
{
  GObject parent_instance;

  char *path; /* (owned) of catalogue.db */
  GMutex lock;
  sqlite3 *db;   /* (owned) used under lock */
  char *warning; /* (owned) (nullable) what went wrong at opening, in English */
};

G_DEFINE_FINAL_TYPE (HsCatalogue, hs_catalogue, G_TYPE_OBJECT)
/* clang-format off */
G_DEFINE_QUARK (hs-catalog-error-quark, hs_catalog_error)
/* clang-format on */

static void
hs_catalogue_finalize (GObject *object)
{
  HsCatalogue *self = HS_CATALOGUE (object);

  g_free (self->path);
  g_clear_pointer (&self->db, hs_catalog_db_close);
  g_mutex_clear (&self->lock);
  g_free (self->warning);
  G_OBJECT_CLASS (hs_catalogue_parent_class)->finalize (object);
}

static void
hs_catalogue_class_init (HsCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_catalogue_finalize;
}

static void
hs_catalogue_init (HsCatalogue *self)
{
  g_mutex_init (&self->lock);
}

/* Waits for another process that opens the catalogue at the moment. -1 and error on failure. */
static int
lock_folder (HsWorld *world, GError **error)
{
  g_autofree char *path = hs_world_data_path (world, "catalogue.lock");
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int code;

  while (fd >= 0 && flock (fd, LOCK_EX) != 0)
    if (errno != EINTR)
      {
        code = errno;
        close (fd);
        errno = code;
        fd = -1;
      }
  if (fd < 0)
    {
      code = errno;
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s cannot be locked: %s",
                   path, g_strerror (code));
    }
  return fd;
}

static gboolean
count_procedures (sqlite3 *db, guint *n, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db, "SELECT count(*) FROM procedure", error);
  gboolean row;

  *n = 0;
  if (statement == NULL || !hs_catalog_db_step (db, statement, &row, error))
    return FALSE;
  *n = (guint) sqlite3_column_int (statement, 0);
  return TRUE;
}

static void
add_warning (HsCatalogue *self, const char *text)
{
  char *both =
    self->warning != NULL ? g_strjoin ("; ", self->warning, text, NULL) : g_strdup (text);

  g_free (self->warning);
  self->warning = both;
}

/* A catalogue that was filled before stays of use when the installed files cannot be read now. */
static gboolean
refresh (HsCatalogue *self, HsWorld *world, GError **error)
{
  g_autoptr (GError) problem = NULL;
  guint n;

  if (hs_catalog_starter_refresh (self->db, world, &problem))
    return TRUE;
  if (!count_procedures (self->db, &n, NULL) || n == 0)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  add_warning (self, problem->message);
  return TRUE;
}

/* The file as it is when there is something in it, else the installed files alone, in memory. */
static gboolean
open_without_writing (HsCatalogue *self, HsWorld *world, GError **error)
{
  guint n;

  self->db = hs_catalog_db_open_to_read (self->path, NULL);
  if (self->db != NULL && count_procedures (self->db, &n, NULL) && n > 0)
    return TRUE;
  g_clear_pointer (&self->db, hs_catalog_db_close);
  self->db = hs_catalog_db_open_in_memory (error);
  return self->db != NULL && hs_catalog_starter_refresh (self->db, world, error);
}

static gboolean
open_for_writing (HsCatalogue *self, HsWorld *world, GError **error)
{
  int fd = lock_folder (world, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  self->db = hs_catalog_db_open (world, self->path, &self->warning, error);
  ok = self->db != NULL && refresh (self, world, error);
  close (fd);
  return ok;
}

/* The disk takes nothing: to read is still possible. */
static gboolean
is_disk_trouble (const GError *error)
{
  static const GIOErrorEnum codes[] = { G_IO_ERROR_NO_SPACE, G_IO_ERROR_READ_ONLY,
                                        G_IO_ERROR_PERMISSION_DENIED, G_IO_ERROR_FAILED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_IO_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

HsCatalogue *
hs_catalogue_open (HsWorld *world, GError **error)
{
  g_autoptr (HsCatalogue) self = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean ok;

  g_return_val_if_fail (world != NULL, NULL);
  self = g_object_new (HS_TYPE_CATALOGUE, NULL);
  self->path = hs_world_data_path (world, "catalogue.db");
  ok = open_for_writing (self, world, &problem);
  if (!ok && is_disk_trouble (problem))
    {
      g_clear_pointer (&self->db, hs_catalog_db_close);
      ok = open_without_writing (self, world, NULL);
      if (ok)
        {
          g_autofree char *text =
            g_strdup_printf ("The catalogue can only be read: %s", problem->message);

          add_warning (self, text);
        }
    }
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&problem));
  if (self->warning != NULL)
    g_message ("%s", self->warning);
  return ok ? g_steal_pointer (&self) : NULL;
}

const char *
hs_catalogue_get_warning (HsCatalogue *self)
{
  g_return_val_if_fail (HS_IS_CATALOGUE (self), NULL);
  return self->warning;
}

/* ",commune,province," -> "commune": the office nearest to the citizen comes first. */
static char *
first_of (const char *list)
{
  const char *start = *list == ',' ? list + 1 : list;

  return g_strndup (start, strcspn (start, ","));
}

static HsProcedure *
read_summary (sqlite3_stmt *row)
{
  g_autofree char *level = first_of (hs_catalog_db_text (row, 5));
  HsProcedureSummary summary = {
    .code = hs_catalog_db_text (row, 0),
    .title = hs_catalog_db_text (row, 1),
    .legal_name = hs_catalog_db_text (row, 2),
    .field = hs_catalog_db_text (row, 3),
    .agency = hs_catalog_db_text (row, 4),
    .level = level,
    .online = hs_catalog_db_text (row, 6),
    .form_id = hs_catalog_db_text (row, 7),
    .has_details = sqlite3_column_int (row, 8) != 0,
  };

  return hs_procedure_new (&summary);
}

static gboolean
append_summaries (sqlite3 *db, GPtrArray *keys, GListStore *into, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    hs_catalog_db_prepare (db, "SELECT " SUMMARY_COLUMNS " FROM procedure WHERE key = ?1", error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    {
      hs_catalog_db_bind (statement, 1, g_ptr_array_index (keys, i));
      if (!hs_catalog_db_step (db, statement, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (found, read_summary (statement));
      sqlite3_reset (statement);
    }
  g_list_store_splice (into, 0, 0, found->pdata, found->len);
  return TRUE;
}

GListModel *
hs_catalogue_search (HsCatalogue *self, const char *text, const HsCatalogueFilter *filter,
                     guint limit, GError **error)
{
  g_autoptr (GListStore) found = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (HS_IS_CATALOGUE (self), NULL);
  locker = g_mutex_locker_new (&self->lock);
  keys = hs_catalog_search (self->db, text, filter, limit, error);
  if (keys == NULL)
    return NULL;
  found = g_list_store_new (HS_TYPE_PROCEDURE);
  if (!append_summaries (self->db, keys, found, error))
    return NULL;
  return G_LIST_MODEL (g_steal_pointer (&found));
}

HsProcedure *
hs_catalogue_get_procedure (HsCatalogue *self, const char *code, GError **error)
{
  g_autoptr (HsProcedure) procedure = NULL;
  g_autoptr (JsonNode) details = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;

  g_return_val_if_fail (HS_IS_CATALOGUE (self) && code != NULL, NULL);
  locker = g_mutex_locker_new (&self->lock);
  statement = hs_catalog_db_prepare (
    self->db, "SELECT " SUMMARY_COLUMNS ", details FROM procedure WHERE key = ?1", error);
  if (statement == NULL)
    return NULL;
  hs_catalog_db_bind (statement, 1, code);
  if (!hs_catalog_db_step (self->db, statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_NOT_FOUND,
                   "The catalogue has no procedure %s", code);
      return NULL;
    }
  details = hs_json_parse (hs_catalog_db_text (statement, 9), -1, HS_JSON_DEFAULT, 0, NULL);
  if (details == NULL || !JSON_NODE_HOLDS_OBJECT (details))
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_DAMAGED,
                   "catalogue.db: the record of %s is damaged", code);
      return NULL;
    }
  procedure = read_summary (statement);
  hs_procedure_add_details (procedure, json_node_get_object (details));
  return g_steal_pointer (&procedure);
}

guint
hs_catalogue_count (HsCatalogue *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n;

  g_return_val_if_fail (HS_IS_CATALOGUE (self), 0);
  locker = g_mutex_locker_new (&self->lock);
  count_procedures (self->db, &n, NULL);
  return n;
}

static void
free_field_count (gpointer data)
{
  HsFieldCount *self = data;

  g_free (self->name);
  g_free (self);
}

GPtrArray *
hs_catalogue_count_fields (HsCatalogue *self, GError **error)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;

  g_return_val_if_fail (HS_IS_CATALOGUE (self), NULL);
  fields = g_ptr_array_new_with_free_func (free_field_count);
  locker = g_mutex_locker_new (&self->lock);
  statement = hs_catalog_db_prepare (
    self->db, "SELECT field, count(*) FROM procedure GROUP BY field ORDER BY 2 DESC, 1", error);
  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      HsFieldCount *field;

      if (!hs_catalog_db_step (self->db, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&fields);
      field = g_new (HsFieldCount, 1);
      field->name = g_strdup (hs_catalog_db_text (statement, 0));
      field->count = (guint) sqlite3_column_int (statement, 1);
      g_ptr_array_add (fields, field);
    }
}

char **
hs_catalogue_list_fields (HsCatalogue *self, GError **error)
{
  g_autoptr (GPtrArray) fields = hs_catalogue_count_fields (self, error);
  char **names;

  if (fields == NULL)
    return NULL;
  names = g_new0 (char *, fields->len + 1);
  for (guint i = 0; i < fields->len; i++)
    names[i] = g_strdup (((HsFieldCount *) g_ptr_array_index (fields, i))->name);
  return names;
}

void
hs_life_event_free (HsLifeEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->icon);
  g_free (self->audience);
  g_free (self);
}

GPtrArray *
hs_catalogue_list_life_events (HsCatalogue *self, GError **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean row;

  g_return_val_if_fail (HS_IS_CATALOGUE (self), NULL);
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_life_event_free);
  locker = g_mutex_locker_new (&self->lock);
  statement = hs_catalog_db_prepare (
    self->db, "SELECT id, title, icon, audience FROM life_event ORDER BY position", error);
  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      HsLifeEvent *event;

      if (!hs_catalog_db_step (self->db, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&events);
      event = g_new0 (HsLifeEvent, 1);
      event->id = g_strdup (hs_catalog_db_text (statement, 0));
      event->title = g_strdup (hs_catalog_db_text (statement, 1));
      event->icon = g_strdup (hs_catalog_db_text (statement, 2));
      event->audience = g_strdup (hs_catalog_db_text (statement, 3));
      g_ptr_array_add (events, event);
    }
}

void
hs_import_report_free (HsImportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->refused);
  g_free (self);
}

/* The whole file in memory, where it cannot change any more. */
static gboolean
read_import (const char *path, char **text, gsize *length, GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT, "%s is not a file", path);
      return FALSE;
    }
  if (g_stat (path, &info) == 0 && info.st_size > HS_IMPORT_MAX_BYTES)
    {
      g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT, "%s is larger than %d MiB",
                   path, HS_IMPORT_MAX_BYTES / 1024 / 1024);
      return FALSE;
    }
  if (g_file_get_contents (path, text, length, &local))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_file_error (local->code),
                       local->message);
  return FALSE;
}

static gboolean
import_text (HsImport *import, const char *path, const char *text, gsize length, GError **error)
{
  gsize start = length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  gsize first = start;

  while (first < length && strchr (" \t\r\n", text[first]) != NULL)
    first++;
  if (first < length && text[first] == '[')
    return hs_import_details (import, text, length, error);
  if (hs_import_index_is_header (text + start, length - start))
    return hs_import_index (import, text + start, length - start, error);
  g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT,
               "%s is neither a JSON array of procedures nor a table that starts with ma_thu_tuc",
               path);
  return FALSE;
}

/* One transaction on a connection of its own; searches see the catalogue as before until it is done. */
static gboolean
import_all (HsImport *import, const char *path, const char *text, gsize length, GError **error)
{
  gboolean ok;

  if (!hs_catalog_db_begin (import->db, error))
    return FALSE;
  ok =
    import_text (import, path, text, length, error) && hs_catalog_record_index (import->db, error);
  return hs_catalog_db_end (import->db, ok, error);
}

HsImportReport *
hs_catalogue_import (HsCatalogue *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (HsImportReport) report = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  HsImport import;
  sqlite3 *db;
  gboolean ok;

  g_return_val_if_fail (HS_IS_CATALOGUE (self) && path != NULL, NULL);
  if (!read_import (path, &text, &length, error))
    return NULL;
  db = hs_catalog_db_connect (self->path, error);
  if (db == NULL)
    return NULL;
  report = g_new0 (HsImportReport, 1);
  report->refused = g_ptr_array_new_with_free_func (g_free);
  import = (HsImport){ db, cancellable, report, NULL, NULL };
  import.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import.file_name = g_path_get_basename (path);
  ok = import_all (&import, path, text, length, error);
  g_hash_table_unref (import.seen);
  g_free (import.file_name);
  hs_catalog_db_close (db);
  return ok ? g_steal_pointer (&report) : NULL;
}
