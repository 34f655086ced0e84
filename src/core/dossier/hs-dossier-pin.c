/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which form package a draft belongs to: the bytes of the package and of the code lists it only names are
 * sealed blobs of the dossier, so the draft opens whatever is installed later. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-dossier-private.h"

/* One code list. As a record has it: each member is NULL when the record does not say it. */
typedef struct
{
  char *ref;     /* (owned) */
  char *version; /* (owned) */
  char *sha256;  /* (owned) of the bytes */
  char *blob;    /* (owned) the bytes */
} ListPin;

static ListPin *
list_pin_new (const char *ref, const char *version, const char *sha256, const char *blob)
{
  ListPin *self = g_new0 (ListPin, 1);

  self->ref = g_strdup (ref);
  self->version = g_strdup (version);
  self->sha256 = g_strdup (sha256);
  self->blob = g_strdup (blob);
  return self;
}

static void
list_pin_free (ListPin *self)
{
  g_free (self->ref);
  g_free (self->version);
  g_free (self->sha256);
  g_free (self->blob);
  g_free (self);
}

static JsonObject *
list_pin_to_json (const ListPin *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "ref", self->ref);
  json_object_set_string_member (object, "version", self->version);
  json_object_set_string_member (object, "sha256", self->sha256);
  json_object_set_string_member (object, "blob", self->blob);
  return object;
}

/* node may be anything. */
static ListPin *
list_pin_from_json (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL)
    return list_pin_new (NULL, NULL, NULL, NULL);
  return list_pin_new (
    hs_json_string (object, "ref", NULL), hs_json_string (object, "version", NULL),
    hs_json_string (object, "sha256", NULL), hs_json_string (object, "blob", NULL));
}

void
hs_form_pin_clear (HsFormPin *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
}

static GPtrArray *
new_lists (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) list_pin_free);
}

void
hs_form_pin_name (HsFormPin *self, HsFormPackage *package)
{
  g_free (self->id);
  self->id = g_strdup (hs_form_package_get_id (package));
  g_free (self->version);
  self->version = g_strdup (hs_form_package_get_version (package));
  g_free (self->sha256);
  self->sha256 = g_strdup (hs_form_package_get_sha256 (package));
}

void
hs_form_pin_read (HsFormPin *self, JsonObject *object)
{
  JsonArray *lists;

  hs_form_pin_clear (self);
  if (object == NULL)
    return;
  self->id = g_strdup (hs_json_string (object, "id", NULL));
  self->version = g_strdup (hs_json_string (object, "version", NULL));
  self->sha256 = g_strdup (hs_json_string (object, "sha256", NULL));
  lists = hs_json_array (object, "lists");
  if (lists != NULL)
    self->lists = new_lists ();
  for (guint i = 0; lists != NULL && i < json_array_get_length (lists); i++)
    g_ptr_array_add (self->lists, list_pin_from_json (json_array_get_element (lists, i)));
}

JsonObject *
hs_form_pin_to_json (const HsFormPin *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *lists;

  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "version", self->version);
  json_object_set_string_member (object, "sha256", self->sha256);
  if (self->lists == NULL || self->lists->len == 0)
    return object;
  lists = json_array_new ();
  for (guint i = 0; i < self->lists->len; i++)
    json_array_add_object_element (lists, list_pin_to_json (self->lists->pdata[i]));
  json_object_set_array_member (object, "lists", lists);
  return object;
}

char **
hs_form_pin_dup_blobs (const HsFormPin *self, const char *form_blob)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (form_blob != NULL)
    g_strv_builder_add (builder, form_blob);
  for (guint i = 0; self->lists != NULL && i < self->lists->len; i++)
    {
      const ListPin *list = self->lists->pdata[i];

      if (list->blob != NULL)
        g_strv_builder_add (builder, list->blob);
    }
  return g_strv_builder_end (builder);
}

/* Bytes that no record names any more. They are sealed and die with the dossier in any case. */
void
hs_dossier_delete_form_blobs (HsDossier *self, char **blobs)
{
  g_auto (GStrv) used = hs_form_pin_dup_blobs (&self->pin, self->form_blob);

  for (guint i = 0; blobs != NULL && blobs[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!g_strv_contains ((const char *const *) used, blobs[i]) &&
          !hs_store_delete_blob (self->store, blobs[i], &error))
        g_warning ("A form that dossier %s no longer needs is left: %s", self->id, error->message);
    }
}

/* Keeping. */

static gboolean
has_list (const HsFormPin *pin, const HsFormList *list)
{
  for (guint i = 0; pin->lists != NULL && i < pin->lists->len; i++)
    {
      const ListPin *there = pin->lists->pdata[i];

      if (g_strcmp0 (there->ref, list->ref) == 0 && g_strcmp0 (there->version, list->version) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
lacks_list (const HsFormPin *pin, HsFormPackage *package)
{
  GPtrArray *lists = hs_form_package_get_lists (package);

  for (guint i = 0; i < lists->len; i++)
    if (!has_list (pin, lists->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
hs_dossier_pin_lists (HsDossier *self, HsFormPin *pin, HsFormPackage *package, GError **error)
{
  GPtrArray *lists = hs_form_package_get_lists (package);

  for (guint i = 0; i < lists->len; i++)
    {
      const HsFormList *list = lists->pdata[i];
      g_autoptr (HsBlobInfo) blob = NULL;

      if (has_list (pin, list))
        continue;
      blob = hs_store_add_blob_bytes (self->store, self->id, list->bytes, error);
      if (blob == NULL)
        return FALSE;
      if (pin->lists == NULL)
        pin->lists = new_lists ();
      g_ptr_array_add (pin->lists, list_pin_new (list->ref, list->version, blob->sha256, blob->id));
    }
  return TRUE;
}

/* What is not in the record yet, in one save of it. */
static gboolean
save_lists (HsDossier *self, HsFormPackage *package, GError **error)
{
  guint n = self->pin.lists != NULL ? self->pin.lists->len : 0;
  g_auto (GStrv) added = NULL;

  self->edit++;
  if (hs_dossier_pin_lists (self, &self->pin, package, error) && hs_dossier_save_now (self, error))
    return TRUE;
  self->edit--;
  if (self->pin.lists == NULL)
    return FALSE;
  added = hs_form_pin_dup_blobs (&self->pin, NULL);
  g_ptr_array_set_size (self->pin.lists, n);
  hs_dossier_delete_form_blobs (self, added);
  return FALSE;
}

void
hs_dossier_keep_lists (HsDossier *self)
{
  HsFormPackage *package = self->form != NULL ? hs_form_get_package (self->form) : NULL;
  gboolean was_claimed = self->lock != NULL;
  g_autoptr (GError) error = NULL;

  if (package == NULL || !lacks_list (&self->pin, package))
    return;
  if (self->edit != self->saved_edit)
    {
      self->edit++; /* the save that is due anyhow */
      hs_dossier_pin_lists (self, &self->pin, package, &error);
    }
  else if (hs_dossier_ensure_claimed (self, &error))
    save_lists (self, package, &error);
  if (error != NULL)
    g_message ("Code lists of the form of dossier %s are not kept yet: %s", self->id,
               error->message);
  if (!was_claimed)
    g_clear_pointer (&self->lock, hs_file_lock_release);
}

/* Reading. */

static gboolean
check_sha256 (HsDossier *self, HsFormPackage *package, const char *sha256, const char *what,
              GError **error)
{
  if (sha256 == NULL || g_str_equal (sha256, hs_form_package_get_sha256 (package)))
    return TRUE;
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
               "The form kept for dossier %s is not the one its %s names: SHA-256 %s, not %s",
               self->id, what, hs_form_package_get_sha256 (package), sha256);
  return FALSE;
}

static const char *
draft_sha256 (JsonNode *draft)
{
  JsonObject *object =
    draft != NULL && JSON_NODE_HOLDS_OBJECT (draft) ? json_node_get_object (draft) : NULL;
  JsonObject *package = object != NULL ? hs_json_object (object, "package") : NULL;

  return package != NULL ? hs_json_string (package, "sha256", NULL) : NULL;
}

static HsFormList *
read_list (HsDossier *self, const ListPin *pin, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HsFormList) list = NULL;

  if (pin->ref == NULL || pin->version == NULL || pin->sha256 == NULL || pin->blob == NULL)
    {
      g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
                   "The record of dossier %s does not say which code lists its form has", self->id);
      return NULL;
    }
  bytes = hs_store_read_blob (self->store, pin->blob, NULL, error);
  if (bytes == NULL)
    {
      g_prefix_error (error, "Code list “%s” %s kept for dossier %s: ", pin->ref, pin->version,
                      self->id);
      return NULL;
    }
  list = hs_form_list_new (pin->ref, pin->version, bytes);
  if (g_str_equal (list->sha256, pin->sha256))
    return g_steal_pointer (&list);
  g_set_error (error, HS_STORE_ERROR, HS_STORE_ERROR_DAMAGED,
               "The code list “%s” %s kept for dossier %s is not the one its record names: SHA-256 "
               "%s, not %s",
               pin->ref, pin->version, self->id, list->sha256, pin->sha256);
  return NULL;
}

static GPtrArray *
read_lists (HsDossier *self, const HsFormPin *pin, GError **error)
{
  g_autoptr (GPtrArray) lists = hs_form_lists_new ();

  for (guint i = 0; pin->lists != NULL && i < pin->lists->len; i++)
    {
      HsFormList *list = read_list (self, pin->lists->pdata[i], error);

      if (list == NULL)
        return NULL;
      g_ptr_array_add (lists, list);
    }
  return g_steal_pointer (&lists);
}

HsFormPackage *
hs_dossier_read_pinned (HsDossier *self, const char *blob, const HsFormPin *pin, JsonNode *draft,
                        GError **error)
{
  g_autoptr (GBytes) bytes = hs_store_read_blob (self->store, blob, NULL, error);
  g_autoptr (GPtrArray) lists = bytes != NULL ? read_lists (self, pin, error) : NULL;
  g_autoptr (HsFormPackage) package = NULL;

  if (lists == NULL)
    return NULL;
  package = hs_form_package_load_kept (hs_store_get_world (self->store), bytes, lists, error);
  if (package == NULL || !check_sha256 (self, package, pin->sha256, "record", error) ||
      !check_sha256 (self, package, draft_sha256 (draft), "draft", error))
    return NULL;
  return g_steal_pointer (&package);
}
