/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One form package: its bytes, its JSON, and the plan compiled from it. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-package-private.h"

#include "base/hs-file.h"
#include "base/hs-text.h"
#include "form/hs-form-error.h"
#include "form/plan/hs-form-lint.h"
#include "form/version/hs-form-version.h"

#define MAX_BYTES (8 * 1024 * 1024)
#define ENGINE 1

struct _HsFormPackage
{
  GObject parent_instance;
  GBytes *bytes;              /* (owned) as they came */
  JsonNode *root;             /* (owned) */
  char *sha256;               /* (owned) of bytes, lower-case hexadecimal */
  HsFormPlan *plan;           /* (owned) borrows from root */
  HsFormMigration *migration; /* (owned) borrows from root */
  HsDate valid_from;          /* year 0: not said */
  HsDate valid_to;            /* the last day; year 0: not said */
  const char *id;             /* borrowed from root, as the next two */
  const char *version;
  const char *title;
};

G_DEFINE_FINAL_TYPE (HsFormPackage, hs_form_package, G_TYPE_OBJECT)

static gboolean
is_id (const char *id)
{
  return *id != '\0' && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (id);
}

/* A whole date; absent: not said. */
static gboolean
read_day (HsFormLint *lint, JsonObject *meta, const char *member, HsDate *day)
{
  gboolean ok;
  const char *text = hs_form_lint_maybe_string (lint, meta, "/meta", member, &ok);
  g_autofree char *place = NULL;

  if (text == NULL)
    return ok;
  if (hs_date_parse_iso (text, day) && day->day != 0)
    return TRUE;
  place = hs_json_pointer_append ("/meta", member);
  return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                            "“%s” is not a date like 2026-12-31", text);
}

static gboolean
check_texts (HsFormLint *lint, JsonObject *meta, const char *member)
{
  gboolean ok;
  JsonArray *list = hs_form_lint_maybe_array (lint, meta, "/meta", member, &ok);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      g_autofree char *place = g_strdup_printf ("/meta/%s/%u", member, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "must be a text");
    }
  return ok;
}

static gboolean
read_validity (HsFormPackage *self, HsFormLint *lint, JsonObject *meta)
{
  guint numbers[3];

  if (!hs_form_version_parse (self->version, numbers))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, "/meta/version",
                              "“%s” is not a version like 1.0.0", self->version);
  if (!read_day (lint, meta, "validFrom", &self->valid_from) ||
      !read_day (lint, meta, "validTo", &self->valid_to) ||
      !check_texts (lint, meta, "legalBasis") || !check_texts (lint, meta, "procedures"))
    return FALSE;
  return self->valid_from.year == 0 || self->valid_to.year == 0 ||
         hs_date_compare (&self->valid_from, &self->valid_to) <= 0 ||
         hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, "/meta/validTo",
                            "the last day comes before the first");
}

static gboolean
read_meta (HsFormPackage *self, HsFormLint *lint, JsonObject *root)
{
  static const char *const known[] = { "id",        "version",   "title",    "procedures",
                                       "publisher", "validFrom", "validTo",  "legalBasis",
                                       "engine",    "subject",   "language", NULL };
  JsonObject *meta = hs_form_lint_object (lint, root, "", "meta");

  if (meta == NULL || !hs_form_lint_members (lint, meta, "/meta", known))
    return FALSE;
  if (hs_json_int (meta, "engine", 0) != ENGINE)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_ENGINE, "/meta/engine",
                              "the package is for engine %" G_GINT64_FORMAT ", this is engine %d",
                              hs_json_int (meta, "engine", 0), ENGINE);
  self->id = hs_form_lint_string (lint, meta, "/meta", "id");
  self->version = self->id != NULL ? hs_form_lint_string (lint, meta, "/meta", "version") : NULL;
  self->title = self->version != NULL ? hs_form_lint_string (lint, meta, "/meta", "title") : NULL;
  if (self->title == NULL)
    return FALSE;
  if (!is_id (self->id))
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, "/meta/id",
                              "an id has lower-case letters, digits and hyphens");
  return read_validity (self, lint, meta);
}

/* The field a dossier is named by. */
static gboolean
check_subject (HsFormPackage *self, HsFormLint *lint, JsonObject *root)
{
  const char *subject =
    hs_json_string (json_object_get_object_member (root, "meta"), "subject", NULL);

  return subject == NULL || g_hash_table_contains (self->plan->by_pointer, subject) ||
         hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, "/meta/subject", "there is no field “%s”",
                            subject);
}

static gboolean
read_migration (HsFormPackage *self, HsFormLint *lint, JsonObject *root)
{
  gboolean ok;
  JsonArray *migrate = hs_form_lint_maybe_array (lint, root, "", "migrate", &ok);

  if (ok)
    self->migration = hs_form_migration_compile (self->plan, lint, migrate, self->version);
  return self->migration != NULL;
}

static gboolean
read_root (HsFormPackage *self, HsJsonIndex *index, HsWorld *world, GPtrArray *kept, GError **error)
{
  static const char *const known[] = { "meta",      "schema",   "layout",  "rules",
                                       "codeLists", "messages", "prefill", "print",
                                       "migrate",   "source",   NULL };
  HsFormLint lint = { index, error };
  JsonObject *root;

  if (!JSON_NODE_HOLDS_OBJECT (self->root))
    return hs_form_lint_fail (&lint, HS_FORM_ERROR_PACKAGE, "", "a form package is an object");
  root = json_node_get_object (self->root);
  if (!read_meta (self, &lint, root) || !hs_form_lint_members (&lint, root, "", known))
    return FALSE;
  self->plan = hs_form_plan_compile (root, index, world, kept, error);
  return self->plan != NULL && check_subject (self, &lint, root) &&
         read_migration (self, &lint, root);
}

static void
hs_form_package_finalize (GObject *object)
{
  HsFormPackage *self = HS_FORM_PACKAGE (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->migration, hs_form_migration_free);
  g_clear_pointer (&self->plan, hs_form_plan_free);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self->sha256);
  G_OBJECT_CLASS (hs_form_package_parent_class)->finalize (object);
}

static void
hs_form_package_class_init (HsFormPackageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_package_finalize;
}

static void
hs_form_package_init (HsFormPackage *self)
{
}

HsFormPackage *
hs_form_package_load (GBytes *bytes, GError **error)
{
  return hs_form_package_load_in (NULL, bytes, error);
}

HsFormPackage *
hs_form_package_load_in (HsWorld *world, GBytes *bytes, GError **error)
{
  return hs_form_package_load_kept (world, bytes, NULL, error);
}

HsFormPackage *
hs_form_package_load_kept (HsWorld *world, GBytes *bytes, GPtrArray *kept, GError **error)
{
  g_autoptr (HsFormPackage) self = NULL;
  g_autoptr (HsJsonIndex) index = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  if (g_bytes_get_size (bytes) > MAX_BYTES)
    {
      g_set_error (
        error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
        "line 1, column 1: a form package has at most %d bytes, this one has %" G_GSIZE_FORMAT,
        MAX_BYTES, g_bytes_get_size (bytes));
      return NULL;
    }
  self = g_object_new (HS_TYPE_FORM_PACKAGE, NULL);
  self->root = hs_json_parse_indexed (bytes, HS_JSON_EXACT_NUMBERS, &index, error);
  if (self->root == NULL || !read_root (self, index, world, kept, error))
    return NULL;
  json_node_seal (self->root);
  self->bytes = g_bytes_ref (bytes);
  self->sha256 = hs_sha256_hex_bytes (bytes);
  return g_steal_pointer (&self);
}

HsFormPackage *
hs_form_package_load_file (const char *path, GError **error)
{
  return hs_form_package_load_file_in (NULL, path, error);
}

HsFormPackage *
hs_form_package_load_file_in (HsWorld *world, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  HsFormPackage *self;

  g_return_val_if_fail (path != NULL, NULL);
  bytes = hs_file_load (path, MAX_BYTES, error);
  if (bytes == NULL)
    return NULL;
  self = hs_form_package_load_in (world, bytes, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);
  return self;
}

HsFormPackage *
hs_form_package_find (HsWorld *world, const char *id, GError **error)
{
  g_autofree char *relative = NULL;
  g_autofree char *path = NULL;
  HsFormPackage *self;

  g_return_val_if_fail (world != NULL && id != NULL, NULL);
  if (is_id (id))
    {
      relative = g_strconcat ("forms/", id, ".json", NULL);
      path = hs_world_share_path (world, relative);
    }
  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND, "there is no form “%s”", id);
      return NULL;
    }
  self = hs_form_package_load_file_in (world, path, error);
  if (self != NULL && !g_str_equal (self->id, id))
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE, "%s: its id is “%s”", path,
                   self->id);
      g_clear_object (&self);
    }
  return self;
}

const char *
hs_form_package_get_id (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->id;
}

const char *
hs_form_package_get_version (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->version;
}

const char *
hs_form_package_get_title (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->title;
}

const char *
hs_form_package_get_sha256 (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->sha256;
}

GBytes *
hs_form_package_get_bytes (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->bytes;
}

GPtrArray *
hs_form_package_get_lists (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->plan->named;
}

JsonObject *
hs_form_package_get_root (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return json_node_get_object (self->root);
}

HsFormPlan *
hs_form_package_get_plan (HsFormPackage *self)
{
  return self->plan;
}

const HsDate *
hs_form_package_get_valid_from (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->valid_from.year != 0 ? &self->valid_from : NULL;
}

const HsDate *
hs_form_package_get_valid_to (HsFormPackage *self)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  return self->valid_to.year != 0 ? &self->valid_to : NULL;
}

char **
hs_form_package_dup_legal_basis (HsFormPackage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *list;

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self), NULL);
  list = hs_json_array (json_object_get_object_member (json_node_get_object (self->root), "meta"),
                        "legalBasis");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    g_strv_builder_add (builder, json_array_get_string_element (list, i));
  return g_strv_builder_end (builder);
}

HsFormMigration *
hs_form_package_get_migration (HsFormPackage *self)
{
  return self->migration;
}

char *
hs_form_package_find_unknown_source (HsFormPackage *self, HsFormPackage *old)
{
  g_return_val_if_fail (HS_IS_FORM_PACKAGE (self) && HS_IS_FORM_PACKAGE (old), NULL);
  return hs_form_migration_find_unknown (self->migration, old->version, old->plan);
}
