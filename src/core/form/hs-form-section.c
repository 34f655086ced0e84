/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One section of a form, as the list of sections shows it. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

G_DEFINE_FINAL_TYPE (HsFormSection, hs_form_section, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_RELEVANT,
} HsFormSectionProperty;
static GParamSpec *props[PROP_RELEVANT + 1];

static void
hs_form_section_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsFormSection *self = HS_FORM_SECTION (object);

  switch ((HsFormSectionProperty) id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_RELEVANT:
      g_value_set_boolean (value, self->relevant);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_form_section_finalize (GObject *object)
{
  HsFormSection *self = HS_FORM_SECTION (object);

  g_clear_object (&self->package);
  g_clear_object (&self->fields);
  G_OBJECT_CLASS (hs_form_section_parent_class)->finalize (object);
}

static void
hs_form_section_class_init (HsFormSectionClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_form_section_get_property;
  object_class->finalize = hs_form_section_finalize;
  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, HS_SECTION_NOT_STARTED,
                                         HS_SECTION_HAS_ERRORS, HS_SECTION_NOT_STARTED, flags);
  props[PROP_RELEVANT] = g_param_spec_boolean ("relevant", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_form_section_init (HsFormSection *self)
{
}

HsFormSection *
hs_form_section_new (HsForm *form, HsSectionDef *def)
{
  HsFormSection *self = g_object_new (HS_TYPE_FORM_SECTION, NULL);

  self->package = g_object_ref (form->package);
  self->def = def;
  self->fields = g_list_store_new (HS_TYPE_FORM_FIELD);
  for (guint i = 0; i < def->fields->len; i++)
    g_list_store_append (self->fields, hs_form_row_get_field (form->root, def->fields->pdata[i]));
  return self;
}

static gboolean
is_as_given (HsFormField *field)
{
  JsonNode *standard = field->def->standard;

  if (hs_form_field_is_empty (field))
    return TRUE;
  return standard != NULL && field->value != NULL && hs_json_equal (standard, field->value);
}

static guint8
tally (HsFormField *field)
{
  guint8 bits = 1 << HS_TALLY_RELEVANT;

  if (!field->relevant || field->def->kind == HS_FIELD_NOTE || !hs_form_field_is_in (field))
    return 0;
  if (field->def->calculate == NULL && !is_as_given (field))
    bits |= 1 << HS_TALLY_STARTED;
  if (g_strcmp0 (field->error_rule, "required") == 0)
    bits |= 1 << HS_TALLY_MISSING;
  else if (field->error != NULL)
    bits |= 1 << HS_TALLY_WRONG;
  return bits;
}

void
hs_form_section_count (HsFormSection *self, HsFormField *field)
{
  guint8 now = tally (field);

  for (guint i = 0; i < HS_N_TALLIES; i++)
    {
      self->counts[i] += (now >> i) & 1;
      self->counts[i] -= (field->tally >> i) & 1;
    }
  field->tally = now;
}

void
hs_form_section_update (HsFormSection *self)
{
  gboolean relevant = self->counts[HS_TALLY_RELEVANT] > 0;
  HsSectionState state = HS_SECTION_DONE;

  if (self->counts[HS_TALLY_WRONG] > 0)
    state = HS_SECTION_HAS_ERRORS;
  else if (self->counts[HS_TALLY_STARTED] == 0)
    state = HS_SECTION_NOT_STARTED;
  else if (self->counts[HS_TALLY_MISSING] > 0)
    state = HS_SECTION_IN_PROGRESS;
  if (self->relevant != relevant)
    {
      self->relevant = relevant;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RELEVANT]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
}

const char *
hs_form_section_get_id (HsFormSection *self)
{
  g_return_val_if_fail (HS_IS_FORM_SECTION (self), NULL);
  return self->def->id;
}

const char *
hs_form_section_get_title (HsFormSection *self)
{
  g_return_val_if_fail (HS_IS_FORM_SECTION (self), NULL);
  return self->def->title;
}

GListModel *
hs_form_section_get_fields (HsFormSection *self)
{
  g_return_val_if_fail (HS_IS_FORM_SECTION (self), NULL);
  return G_LIST_MODEL (self->fields);
}

HsSectionState
hs_form_section_get_state (HsFormSection *self)
{
  g_return_val_if_fail (HS_IS_FORM_SECTION (self), HS_SECTION_NOT_STARTED);
  return self->state;
}

gboolean
hs_form_section_is_relevant (HsFormSection *self)
{
  g_return_val_if_fail (HS_IS_FORM_SECTION (self), FALSE);
  return self->relevant;
}
