/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paper the procedure asks for, and the attachments that fill it. Whether it is needed is decided by
 * the dossier, which knows the answers; the slot only tells of it. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-attachment-private.h"

struct _HsSlot
{
  GObject parent_instance;
  HsProcedure *procedure;     /* (owned) keeps evidence alive */
  const HsEvidence *evidence; /* (unowned) of procedure */
  GListStore *attachments;    /* (owned) (element-type HsAttachment) in the order attached */
  gboolean relevant;          /* its condition is true, or it has none */
  gboolean needed;            /* relevant and required */
  gboolean satisfied;         /* filled, or another of its group is */
};

G_DEFINE_FINAL_TYPE (HsSlot, hs_slot, G_TYPE_OBJECT)

typedef enum
{
  PROP_NEEDED = 1
} HsSlotProperty;
static GParamSpec *props[PROP_NEEDED + 1];

static void
hs_slot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NEEDED)
    g_value_set_boolean (value, HS_SLOT (object)->needed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_slot_dispose (GObject *object)
{
  HsSlot *self = HS_SLOT (object);

  g_clear_object (&self->attachments);
  g_clear_object (&self->procedure);
  G_OBJECT_CLASS (hs_slot_parent_class)->dispose (object);
}

static void
hs_slot_class_init (HsSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_slot_get_property;
  object_class->dispose = hs_slot_dispose;
  props[PROP_NEEDED] =
    g_param_spec_boolean ("needed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_slot_init (HsSlot *self)
{
  self->attachments = g_list_store_new (HS_TYPE_ATTACHMENT);
}

HsSlot *
hs_slot_new (HsProcedure *procedure, const HsEvidence *evidence)
{
  HsSlot *self = g_object_new (HS_TYPE_SLOT, NULL);

  self->procedure = g_object_ref (procedure);
  self->evidence = evidence;
  return self;
}

GListStore *
hs_slot_get_store (HsSlot *self)
{
  return self->attachments;
}

void
hs_slot_set_flags (HsSlot *self, gboolean relevant, gboolean needed, gboolean satisfied)
{
  if (self->relevant == relevant && self->needed == needed && self->satisfied == satisfied)
    return;
  self->relevant = relevant;
  self->needed = needed;
  self->satisfied = satisfied;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NEEDED]);
}

const HsEvidence *
hs_slot_get_evidence (HsSlot *self)
{
  g_return_val_if_fail (HS_IS_SLOT (self), NULL);
  return self->evidence;
}

gboolean
hs_slot_is_needed (HsSlot *self)
{
  g_return_val_if_fail (HS_IS_SLOT (self), FALSE);
  return self->needed;
}

gboolean
hs_slot_is_relevant (HsSlot *self)
{
  g_return_val_if_fail (HS_IS_SLOT (self), FALSE);
  return self->relevant;
}

gboolean
hs_slot_is_satisfied (HsSlot *self)
{
  g_return_val_if_fail (HS_IS_SLOT (self), FALSE);
  return self->satisfied;
}

GListModel *
hs_slot_get_attachments (HsSlot *self)
{
  g_return_val_if_fail (HS_IS_SLOT (self), NULL);
  return G_LIST_MODEL (self->attachments);
}
