/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dossier's form: made when it is first asked for, from the package the draft was begun in; what is
 * typed there is saved, and decides title and papers. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-dossier-private.h"

static void
form_changed_cb (HsForm *form, const char *pointer, HsDossier *self)
{
  if (self->frozen)
    return;
  hs_dossier_follow_form (self);
  hs_dossier_edited (self);
}

static void
find_subject (HsDossier *self)
{
  JsonObject *root = hs_form_package_get_root (hs_form_get_package (self->form));
  JsonObject *meta = hs_json_object (root, "meta");
  const char *pointer = meta != NULL ? hs_json_string (meta, "subject", NULL) : NULL;
  HsFormField *field = pointer != NULL ? hs_form_find_field (self->form, pointer) : NULL;

  if (field == NULL)
    return;
  g_free (self->subject);
  /* as it is printed */
  self->subject = hs_form_field_is_upper_case (field)
                    ? g_utf8_strup (hs_form_field_get_text (field), -1)
                    : g_strdup (hs_form_field_get_text (field));
}

void
hs_dossier_follow_form (HsDossier *self)
{
  find_subject (self);
  hs_dossier_update_title (self);
  hs_dossier_update_slots (self);
}

static HsForm *
make_form (HsDossier *self, GError **error)
{
  g_autoptr (HsFormPackage) package =
    hs_dossier_read_pinned (self, self->form_blob, &self->pin, self->draft, error);
  g_autoptr (HsForm) form = NULL;

  if (package == NULL)
    return NULL;
  form = hs_form_new (package, hs_store_get_world (self->store), self->units);
  if (self->draft != NULL && !hs_form_load_draft (form, self->draft, error))
    return NULL;
  return g_steal_pointer (&form);
}

void
hs_dossier_watch_form (HsDossier *self)
{
  g_signal_connect (self->form, "changed", G_CALLBACK (form_changed_cb), self);
}

void
hs_dossier_drop_form (HsDossier *self)
{
  if (self->form != NULL)
    g_signal_handlers_disconnect_by_data (self->form, self);
  g_clear_object (&self->form);
  g_clear_error (&self->form_error);
  hs_dossier_forget_newer (self);
}

HsForm *
hs_dossier_get_form (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  if (self->form != NULL || self->form_blob == NULL || self->form_error != NULL)
    return self->form;
  self->form = make_form (self, &self->form_error);
  if (self->form == NULL)
    {
      g_warning ("The form of dossier %s cannot be opened: %s", self->id,
                 self->form_error->message);
      return NULL;
    }
  g_clear_pointer (&self->draft, json_node_unref);
  hs_form_pin_name (&self->pin, hs_form_get_package (self->form));
  hs_dossier_watch_form (self);
  hs_dossier_follow_form (self);
  hs_dossier_keep_lists (self);
  return self->form;
}

const GError *
hs_dossier_get_form_error (HsDossier *self)
{
  g_return_val_if_fail (HS_IS_DOSSIER (self), NULL);
  return self->form_error;
}

gboolean
hs_dossier_fill (HsDossier *self, JsonNode *answers, GError **error)
{
  HsForm *form;

  g_return_val_if_fail (HS_IS_DOSSIER (self), FALSE);
  g_return_val_if_fail (answers != NULL, FALSE);
  if (self->frozen)
    {
      g_set_error_literal (error, HS_DOSSIER_ERROR, HS_DOSSIER_ERROR_FROZEN,
                           "The dossier is frozen; its answers cannot change");
      return FALSE;
    }
  /* claiming may bring another form */
  if (!hs_dossier_claim (self, error))
    return FALSE;
  form = hs_dossier_get_form (self);
  if (form == NULL && self->form_error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->form_error));
      return FALSE;
    }
  if (form == NULL)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND,
                   "Procedure %s has no form to fill", hs_procedure_get_code (self->procedure));
      return FALSE;
    }
  if (!hs_form_load_draft (form, answers, error))
    return FALSE;
  hs_dossier_follow_form (self);
  hs_dossier_edited (self);
  return TRUE;
}
