/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions of the dossier's form: the one the draft was begun in stays, with its bytes, until the citizen has
 * accepted a newer one; then form, draft and record change in one transaction, and the old ones are kept for
 * the way back until the dossier is frozen. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-dossier-private.h"

#define BEFORE_KIND "form-before"
#define DAYS_OF_WARNING 30

/* How long it is accepted. */

HsFormValidity
hs_dossier_get_form_validity (HsDossier *self, HsDate *last_day)
{
  HsForm *form;
  const HsDate *last;
  HsDate today;
  gint64 left;

  g_return_val_if_fail (HS_IS_DOSSIER (self), HS_FORM_VALID);
  form = hs_dossier_get_form (self);
  last = form != NULL ? hs_form_package_get_valid_to (hs_form_get_package (form)) : NULL;
  if (last_day != NULL)
    *last_day = last != NULL ? *last : (HsDate){ 0 };
  if (last == NULL)
    return HS_FORM_VALID;
  today = hs_date_in_vietnam (hs_world_now_us (hs_store_get_world (self->store)), NULL, NULL);
  left = hs_date_to_days (last) - hs_date_to_days (&today);
  if (left < 0)
    return HS_FORM_ENDED;
  return left < DAYS_OF_WARNING ? HS_FORM_ENDING : HS_FORM_VALID;
}

/* What of the newer form's legal basis is new: that is why. */
static char **
list_new_basis (HsFormPackage *old, HsFormPackage *new)
{
  g_auto (GStrv) before = hs_form_package_dup_legal_basis (old);
  g_auto (GStrv) after = hs_form_package_dup_legal_basis (new);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; after[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) before, after[i]))
      g_strv_builder_add (builder, after[i]);
  return g_strv_builder_end (builder);
}

char **
hs_dossier_dup_form_basis (HsDossier *self)
{
  HsFormPackage *newer, *package;
  HsForm *form;
  char **basis;

  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  form = hs_dossier_get_form (self);
  if (form == NULL)
    return g_new0 (char *, 1);
  package = hs_form_get_package (form);
  newer = hs_dossier_get_newer_form (self, NULL);
  if (newer == NULL)
    return hs_form_package_dup_legal_basis (package);
  basis = list_new_basis (package, newer);
  if (basis[0] != NULL)
    return basis;
  g_strfreev (basis);
  return hs_form_package_dup_legal_basis (newer);
}

gboolean
hs_dossier_check_validity (HsDossier *self, GError **error)
{
  HsDate last;
  g_autofree char *day = NULL;
  g_autofree char *why = NULL;
  g_auto (GStrv) basis = NULL;

  if (hs_dossier_get_form_validity (self, &last) != HS_FORM_ENDED)
    return TRUE;
  day = hs_date_to_iso (&last);
  basis = hs_dossier_dup_form_basis (self);
  why = g_strjoinv ("; ", basis);
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FORM_ENDED,
               "Form %s, version %s, was accepted until %s%s%s%s", self->pin.id, self->pin.version,
               day, *why != '\0' ? " (" : "", why, *why != '\0' ? ")" : "");
  return FALSE;
}

/* A newer version. */

static HsFormPackage *
find_newer (HsDossier *self, HsFormPackage *package, HsFormChange *change)
{
  HsWorld *world = hs_store_get_world (self->store);
  const HsDate today = hs_date_in_vietnam (hs_world_now_us (world), NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) shipped =
    hs_form_package_find (world, hs_form_package_get_id (package), &error);
  g_autoptr (HsFormComparison) comparison = NULL;
  const HsDate *from, *to;

  if (shipped == NULL)
    {
      /* its own is kept with the dossier: it goes on with that one */
      g_message ("No newer form for dossier %s: %s", self->id, error->message);
      return NULL;
    }
  from = hs_form_package_get_valid_from (shipped);
  to = hs_form_package_get_valid_to (shipped);
  if (hs_form_version_compare (hs_form_package_get_version (package),
                               hs_form_package_get_version (shipped)) >= 0 ||
      (from != NULL && hs_date_compare (&today, from) < 0) ||
      (to != NULL && hs_date_compare (&today, to) > 0))
    return NULL;
  comparison = hs_form_compare (package, shipped, &error);
  if (comparison == NULL)
    {
      g_warning ("Form of dossier %s: %s", self->id, error->message);
      return NULL;
    }
  *change = comparison->change;
  return g_steal_pointer (&shipped);
}

void
hs_dossier_forget_newer (HsDossier *self)
{
  g_clear_object (&self->newer);
  self->newer_known = FALSE;
}

HsFormPackage *
hs_dossier_get_newer_form (HsDossier *self, HsFormChange *change)
{
  HsForm *form;

  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  if (change != NULL)
    *change = HS_FORM_CHANGE_NONE;
  form = self->frozen ? NULL : hs_dossier_get_form (self);
  if (form == NULL)
    return NULL;
  if (!self->newer_known)
    {
      self->newer_known = TRUE;
      self->newer = find_newer (self, hs_form_get_package (form), &self->newer_change);
    }
  if (self->newer != NULL && change != NULL)
    *change = self->newer_change;
  return self->newer;
}

HsFormMove *
hs_dossier_plan_move (HsDossier *self, GError **error)
{
  HsFormPackage *newer;
  g_autoptr (JsonNode) draft = NULL;

  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  newer = hs_dossier_get_newer_form (self, NULL);
  if (newer == NULL)
    {
      if (self->form_error != NULL)
        g_propagate_error (error, g_error_copy (self->form_error));
      else
        g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
                     "There is no newer version of the form of dossier %s", self->id);
      return NULL;
    }
  draft = hs_form_dup_draft (self->form);
  return hs_form_move_new (hs_form_get_package (self->form), draft, newer,
                           hs_store_get_world (self->store), self->units, error);
}

/* Changing it. */

typedef struct
{
  HsForm *form;   /* (owned) */
  char *blob;     /* (owned) its package */
  HsFormPin pin;  /* (owned) which package that is */
  JsonNode *kept; /* (owned) (nullable) record of what it replaces; NULL: nothing is kept */
} Replacement;

static void
replacement_clear (Replacement *self)
{
  g_clear_object (&self->form);
  g_free (self->blob);
  hs_form_pin_clear (&self->pin);
  g_clear_pointer (&self->kept, json_node_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Replacement, replacement_clear)

/* The form as it is now, for the way back. */
static JsonNode *
describe_present (HsDossier *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "formBlob", self->form_blob);
  json_object_set_object_member (object, "form", hs_form_pin_to_json (&self->pin));
  json_object_set_member (object, "draft", hs_form_dup_draft (self->form));
  json_node_take_object (node, object);
  return node;
}

static gboolean
save_both (HsDossier *self, Replacement *new, GError **error)
{
  g_autoptr (HsRecordSave) save = hs_dossier_snapshot (self);
  gboolean good;

  if (!hs_store_begin (self->store, error))
    return FALSE;
  good = (new->kept != NULL ? hs_store_put (self->store, BEFORE_KIND, self->id, self->id,
                                            self->created_us, new->kept, error)
                            : hs_store_delete (self->store, BEFORE_KIND, self->id, error)) &&
         hs_record_save_run (save, error);
  return hs_store_end (self->store, good, good ? error : NULL) && good;
}

static void
swap_form (HsDossier *self, Replacement *new)
{
  HsForm *form = self->form;
  char *blob = self->form_blob;
  HsFormPin pin = self->pin;

  self->form = new->form;
  self->form_blob = new->blob;
  self->pin = new->pin;
  new->form = form;
  new->blob = blob;
  new->pin = pin;
}

/* All or nothing. What was replaced is in new afterwards. */
static gboolean
replace (HsDossier *self, Replacement *new, GError **error)
{
  gboolean statement = self->statement;

  swap_form (self, new);
  self->statement = FALSE; /* it was about other questions */
  self->edit++;
  if (!save_both (self, new, error))
    {
      swap_form (self, new);
      self->statement = statement;
      self->edit--;
      return FALSE;
    }
  hs_dossier_mark_saved (self, self->edit);
  g_signal_handlers_disconnect_by_data (new->form, self);
  hs_dossier_watch_form (self);
  hs_dossier_forget_newer (self);
  hs_dossier_follow_form (self);
  hs_dossier_notify (self, HS_DOSSIER_PROP_FORM);
  hs_dossier_emit_tasks_changed (self);
  return TRUE;
}

static JsonNode *
read_before (HsDossier *self, GError **error)
{
  return hs_store_get (self->store, BEFORE_KIND, self->id, error);
}

static char **
before_blobs (JsonNode *before)
{
  JsonObject *object =
    before != NULL && JSON_NODE_HOLDS_OBJECT (before) ? json_node_get_object (before) : NULL;
  HsFormPin pin = { NULL };
  char **blobs;

  if (object == NULL)
    return NULL;
  hs_form_pin_read (&pin, hs_json_object (object, "form"));
  blobs = hs_form_pin_dup_blobs (&pin, hs_json_string (object, "formBlob", NULL));
  hs_form_pin_clear (&pin);
  return blobs;
}

static HsForm *
new_form (HsDossier *self, HsFormPackage *package, JsonNode *draft, GError **error)
{
  g_autoptr (HsForm) form = hs_form_new (package, hs_store_get_world (self->store), self->units);

  return hs_form_load_draft (form, draft, error) ? g_steal_pointer (&form) : NULL;
}

static gboolean
check_editable (HsDossier *self, GError **error)
{
  if (!self->frozen)
    return hs_dossier_claim (self, error);
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN,
               "Dossier %s is frozen; its form does not change", self->id);
  return FALSE;
}

/* It was planned from what is there now. */
static gboolean
check_plan (HsDossier *self, HsFormMove *move, GError **error)
{
  HsForm *form = hs_dossier_get_form (self);
  g_autoptr (JsonNode) draft = form != NULL ? hs_form_dup_draft (form) : NULL;

  if (form == NULL && self->form_error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->form_error));
      return FALSE;
    }
  if (draft != NULL &&
      g_str_equal (hs_form_package_get_sha256 (hs_form_get_package (form)),
                   hs_form_package_get_sha256 (hs_form_move_get_from (move))) &&
      hs_json_equal (draft, hs_form_move_get_draft (move)))
    return TRUE;
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
               "The draft of dossier %s has changed since the move was planned", self->id);
  return FALSE;
}

/* The bytes of its package and lists. What was added before an error is in new. */
static gboolean
keep_bytes (HsDossier *self, Replacement *new, HsFormPackage *package, GError **error)
{
  g_autoptr (HsBlobInfo) blob =
    hs_store_add_blob_bytes (self->store, self->id, hs_form_package_get_bytes (package), error);

  if (blob == NULL)
    return FALSE;
  new->blob = g_strdup (blob->id);
  hs_form_pin_name (&new->pin, package);
  return hs_dossier_pin_lists (self, &new->pin, package, error);
}

static void
delete_replacement (HsDossier *self, Replacement *new)
{
  g_auto (GStrv) blobs = hs_form_pin_dup_blobs (&new->pin, new->blob);

  hs_dossier_delete_form_blobs (self, blobs);
}

static gboolean
move_form (HsDossier *self, HsFormMove *move, gboolean keep, GError **error)
{
  HsFormPackage *to = hs_form_move_get_to (move);
  g_autoptr (JsonNode) draft = hs_form_move_dup_draft (move);
  g_autoptr (JsonNode) before = NULL;
  g_auto (GStrv) old_blobs = NULL;
  g_auto (Replacement) new = { NULL };

  if (!hs_dossier_save_now (self, error) || (new.form = new_form (self, to, draft, error)) == NULL)
    return FALSE;
  before = read_before (self, NULL); /* one that cannot be read is replaced */
  old_blobs = before_blobs (before);
  new.kept = keep ? describe_present (self) : NULL;
  if (!keep_bytes (self, &new, to, error) || !replace (self, &new, error))
    {
      delete_replacement (self, &new);
      return FALSE;
    }
  hs_dossier_delete_form_blobs (self, old_blobs);
  if (!keep)
    delete_replacement (self, &new);
  return TRUE;
}

gboolean
hs_dossier_move_form (HsDossier *self, HsFormMove *move, GError **error)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  g_return_val_if_fail (HS_IS_FORM_MOVE (move), FALSE);
  return check_editable (self, error) && check_plan (self, move, error) &&
         move_form (self, move, TRUE, error);
}

void
hs_dossier_take_patch (HsDossier *self)
{
  HsFormChange change;
  g_autoptr (HsFormMove) move = NULL;
  g_autoptr (GError) error = NULL;

  if (self->frozen || hs_dossier_get_newer_form (self, &change) == NULL ||
      change != HS_FORM_CHANGE_PATCH)
    return;
  move = hs_dossier_plan_move (self, &error);
  /* words only: should something not fit all the same, the citizen is asked */
  if (move != NULL && hs_form_move_count (move, HS_FORM_MOVE_NOT_MOVED) == 0 &&
      hs_form_move_count (move, HS_FORM_MOVE_CHANGED) == 0 && move_form (self, move, FALSE, &error))
    return;
  if (error != NULL)
    g_warning ("Dossier %s keeps version %s of its form: %s", self->id, self->pin.version,
               error->message);
}

/* The way back. */

static JsonObject *
find_before (HsDossier *self, JsonNode *before)
{
  JsonObject *object =
    before != NULL && JSON_NODE_HOLDS_OBJECT (before) ? json_node_get_object (before) : NULL;
  JsonObject *form = object != NULL ? hs_json_object (object, "form") : NULL;

  if (form == NULL || self->frozen || self->pin.version == NULL ||
      hs_json_string (object, "formBlob", NULL) == NULL ||
      hs_form_version_compare (hs_json_string (form, "version", ""), self->pin.version) >= 0)
    return NULL;
  return object;
}

char *
hs_dossier_dup_version_before (HsDossier *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) before = NULL;
  JsonObject *object;

  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  if (self->frozen)
    return NULL;
  before = read_before (self, &error);
  if (error != NULL)
    g_warning ("Dossier %s: %s", self->id, error->message);
  object = find_before (self, before);
  return object != NULL
           ? g_strdup (hs_json_string (hs_json_object (object, "form"), "version", NULL))
           : NULL;
}

static gboolean
restore (HsDossier *self, JsonObject *before, GError **error)
{
  g_auto (Replacement) new = { NULL };
  g_autoptr (HsFormPackage) package = NULL;
  JsonNode *draft = json_object_get_member (before, "draft");

  new.blob = g_strdup (hs_json_string (before, "formBlob", NULL));
  hs_form_pin_read (&new.pin, hs_json_object (before, "form"));
  package = hs_dossier_read_pinned (self, new.blob, &new.pin, draft, error);
  if (package == NULL || draft == NULL)
    return FALSE;
  new.form = new_form (self, package, draft, error);
  if (new.form == NULL)
    return FALSE;
  hs_form_pin_name (&new.pin, package);
  new.kept = describe_present (self); /* what was written since is not lost either */
  if (!replace (self, &new, error))
    return FALSE;
  hs_dossier_keep_lists (self); /* what was kept before lists were */
  return TRUE;
}

gboolean
hs_dossier_move_back (HsDossier *self, GError **error)
{
  g_autoptr (JsonNode) before = NULL;
  GError *local = NULL;
  JsonObject *object;

  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  if (!check_editable (self, error) || !hs_dossier_save_now (self, error))
    return FALSE;
  before = read_before (self, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  object = hs_dossier_get_form (self) != NULL ? find_before (self, before) : NULL;
  if (object != NULL)
    return restore (self, object, error);
  g_set_error (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_STATE,
               "No earlier version of the form of dossier %s is kept", self->id);
  return FALSE;
}

/* Freezing: what is sent is what counts. In the caller's transaction. */
gboolean
hs_dossier_forget_before (HsDossier *self, char ***blobs, GError **error)
{
  GError *local = NULL;
  g_autoptr (JsonNode) before = read_before (self, &local);

  *blobs = NULL;
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (before == NULL)
    return TRUE;
  *blobs = before_blobs (before);
  return hs_store_delete (self->store, BEFORE_KIND, self->id, error);
}
