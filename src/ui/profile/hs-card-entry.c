/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of an identity card's QR code: typed by a reader, pasted, or given by another source. Late to accuse: what
 * cannot be read is told when Enter is pressed or nothing more came for a moment. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-card-entry.h"

#include "base/hs-text.h"
#include "compat/hs-accessible.h"
#include "profile/hs-person-words.h"

#include <glib/gi18n.h>

/* A reader types a code in less. */
#define PAUSE_MS 700

struct _HsCardEntry
{
  AdwBin parent_instance;

  HsUnits *units;     /* (owned) (nullable) */
  HsPerson *person;   /* (owned) (nullable) */
  HsCardPart part;    /* what is wrong, while there is no person */
  guint accusing;     /* timeout that shows the error, 0: none */
  GtkWidget *entry;   /* (unowned) child */
  GtkWidget *message; /* (unowned) child */
  GtkWidget *facts;   /* (unowned) child */
  GtkWidget *doubts;  /* (unowned) child */
  GtkWidget *sources; /* (unowned) child: buttons of other ways */
};

G_DEFINE_FINAL_TYPE (HsCardEntry, hs_card_entry, ADW_TYPE_BIN)

typedef enum
{
  PROP_PERSON = 1
} HsCardEntryProperty;
static GParamSpec *props[PROP_PERSON + 1];

static guint activate_signal;

static void
show_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, *text != '\0');
}

static void
accuse (HsCardEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_clear_handle_id (&self->accusing, g_source_remove);
  if (self->person != NULL || hs_text_is_blank (text))
    return;
  show_text (self->message, hs_card_part_words (self->part));
  gtk_widget_add_css_class (self->entry, "error");
  hs_accessible_set_error (self->entry, self->message);
}

static gboolean
accuse_cb (gpointer data)
{
  HsCardEntry *self = data;

  self->accusing = 0;
  accuse (self);
  return G_SOURCE_REMOVE;
}

static void
forgive (HsCardEntry *self)
{
  show_text (self->message, "");
  gtk_widget_remove_css_class (self->entry, "error");
  hs_accessible_set_error (self->entry, NULL);
}

static void
show_person (HsCardEntry *self, HsCardDoubts doubts)
{
  g_autofree char *facts =
    self->person != NULL ? hs_person_facts (self->person, self->units) : g_strdup ("");
  g_autofree char *words = hs_card_doubts_words (doubts);

  show_text (self->facts, facts);
  show_text (self->doubts, words);
}

static void
changed_cb (HsCardEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  HsPerson *old = g_steal_pointer (&self->person);
  HsCardDoubts doubts = 0;

  if (!hs_text_is_blank (text))
    self->person = hs_identity_card_parse (text, self->units, &doubts, &self->part, NULL);
  show_person (self, doubts);
  g_clear_handle_id (&self->accusing, g_source_remove);
  if (self->person != NULL || hs_text_is_blank (text))
    forgive (self);
  else
    self->accusing = g_timeout_add (PAUSE_MS, accuse_cb, self);
  if (old != NULL || self->person != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PERSON]);
  g_clear_object (&old);
}

/* A reader ends with Enter. */
static void
activate_cb (HsCardEntry *self)
{
  accuse (self);
  if (self->person != NULL)
    g_signal_emit (self, activate_signal, 0);
}

static void
hs_card_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PERSON)
    g_value_set_object (value, HS_CARD_ENTRY (object)->person);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_card_entry_dispose (GObject *object)
{
  HsCardEntry *self = HS_CARD_ENTRY (object);

  g_clear_handle_id (&self->accusing, g_source_remove);
  G_OBJECT_CLASS (hs_card_entry_parent_class)->dispose (object);
}

static void
hs_card_entry_finalize (GObject *object)
{
  HsCardEntry *self = HS_CARD_ENTRY (object);

  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_object (&self->person);
  G_OBJECT_CLASS (hs_card_entry_parent_class)->finalize (object);
}

static gboolean
hs_card_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HS_CARD_ENTRY (widget)->entry);
}

static void
hs_card_entry_class_init (HsCardEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_card_entry_get_property;
  object_class->dispose = hs_card_entry_dispose;
  object_class->finalize = hs_card_entry_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = hs_card_entry_grab_focus;
  props[PROP_PERSON] =
    g_param_spec_object ("person", NULL, NULL, HS_TYPE_PERSON,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  activate_signal = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_visible (label, text != NULL);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
hs_card_entry_init (HsCardEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const char *hint =
    _ ("Click into the box and read the code with a reader, or paste what it holds.");
  GtkWidget *label = add_label (box, _ ("What the QR code on the card holds"), "field-label");

  add_label (box, hint, "dim-label");
  self->message = add_label (box, NULL, "error");
  self->entry = gtk_entry_new ();
  gtk_entry_set_input_hints (GTK_ENTRY (self->entry),
                             GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_PRIVATE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  hint, -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->entry);
  self->sources = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_visible (self->sources, FALSE);
  gtk_box_append (GTK_BOX (box), self->sources);
  self->facts = add_label (box, NULL, "notice");
  self->doubts = add_label (box, NULL, "warning");
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
hs_card_entry_new (HsUnits *units)
{
  HsCardEntry *self = g_object_new (HS_TYPE_CARD_ENTRY, NULL);

  self->units = units != NULL ? hs_units_ref (units) : NULL;
  return GTK_WIDGET (self);
}

HsPerson *
hs_card_entry_get_person (HsCardEntry *self)
{
  g_return_val_if_fail (HS_IS_CARD_ENTRY (self), NULL);
  return self->person;
}

void
hs_card_entry_take_text (HsCardEntry *self, const char *text)
{
  g_return_if_fail (HS_IS_CARD_ENTRY (self));
  g_return_if_fail (text != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  accuse (self);
}

void
hs_card_entry_add_source (HsCardEntry *self, GtkWidget *button)
{
  g_return_if_fail (HS_IS_CARD_ENTRY (self));
  gtk_box_append (GTK_BOX (self->sources), button);
  gtk_widget_set_visible (self->sources, TRUE);
}
