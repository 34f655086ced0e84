/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a value came from: kept beside the answer, in its undo steps and in the draft. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include <string.h>

/* clang-format off */
G_DEFINE_BOXED_TYPE (HsFormOrigin, hs_form_origin, hs_form_origin_ref, hs_form_origin_unref)
/* clang-format on */

static const char *const kinds[] = {
  [HS_FORM_ORIGIN_PROFILE] = "profile", [HS_FORM_ORIGIN_CARD] = "card"
};

static void
clear_origin (gpointer data)
{
  g_free (((HsFormOrigin *) data)->name);
}

HsFormOrigin *
hs_form_origin_new (HsFormOriginKind kind, const char *name, gint64 at_us)
{
  HsFormOrigin *self = g_atomic_rc_box_new0 (HsFormOrigin);

  self->kind = kind;
  self->name = g_strdup (name);
  self->at_us = at_us;
  return self;
}

HsFormOrigin *
hs_form_origin_ref (HsFormOrigin *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
hs_form_origin_unref (HsFormOrigin *self)
{
  g_atomic_rc_box_release_full (self, clear_origin);
}

JsonObject *
hs_form_origin_to_json (const HsFormOrigin *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kinds[self->kind]);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_int_member (object, "at", self->at_us);
  return object;
}

HsFormOrigin *
hs_form_origin_from_json (JsonObject *object)
{
  const char *kind = hs_json_string (object, "kind", NULL);
  const char *name = hs_json_string (object, "name", NULL);

  for (guint i = 0; kind != NULL && name != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i], kind) == 0)
      return hs_form_origin_new ((HsFormOriginKind) i, name, hs_json_int (object, "at", 0));
  return NULL; /* of a newer version: the answer counts, not where it came from */
}

void
hs_form_field_set_origin (HsFormField *self, HsFormOrigin *origin)
{
  if (self->origin == origin)
    return;
  if (origin != NULL)
    hs_form_origin_ref (origin);
  g_clear_pointer (&self->origin, hs_form_origin_unref);
  self->origin = origin;
  hs_form_field_touch (self, HS_CHANGED_ORIGIN);
}

const HsFormOrigin *
hs_form_field_get_origin (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->origin;
}
