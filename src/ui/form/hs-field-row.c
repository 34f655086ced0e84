/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame around every kind of control in a form: label, hint, why, message, control, note, origin. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-field-row.h"

#include "base/hs-date.h"
#include "base/hs-text.h"
#include "compat/hs-accessible.h"
#include "form/hs-choice-row.h"
#include "form/hs-form-fill.h"
#include "form/hs-form-words.h"
#include "form/hs-repeat-row.h"
#include "form/hs-search-row.h"
#include "form/hs-static-row.h"
#include "form/hs-text-row.h"
#include "form/hs-unit-row.h"

#include <glib/gi18n.h>

typedef struct
{
  HsForm *form;       /* (owned) */
  HsFormField *field; /* (owned) */
  GtkWidget *label;   /* (unowned) child */
  GtkWidget *hint;    /* (unowned) (nullable) child */
  GtkWidget *message; /* (unowned) child: error or warning */
  GtkWidget *control; /* (unowned) (nullable) child */
  GtkWidget *note;    /* (unowned) (nullable) child: how the answer was read */
  GtkWidget *origin;  /* (unowned) (nullable) child: where the answer came from */
  GtkWidget *target;  /* (unowned) (nullable) tells "invalid" to assistive technology */
  gboolean accused;   /* the error may be shown */
  gboolean checked;   /* so may every later one */
} HsFieldRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (HsFieldRow, hs_field_row, GTK_TYPE_BOX)

static HsFieldRowPrivate *
priv_of (HsFieldRow *self)
{
  return hs_field_row_get_instance_private (self);
}

static void
set_text (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

static gboolean
asks (HsFormField *field)
{
  HsFieldKind kind = hs_form_field_get_kind (field);

  return !hs_form_field_is_read_only (field) && kind != HS_FIELD_COMPUTED && kind != HS_FIELD_NOTE;
}

static void
show_label (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);
  const char *label = hs_form_field_get_label (priv->field);
  const char *unit = hs_form_words_unit (priv->field);
  g_autofree char *text = NULL;

  text = unit != NULL ? g_strdup_printf ("%s (%s)", label, unit) : g_strdup (label);
  if (asks (priv->field) && !hs_form_field_is_required (priv->field))
    {
      g_autofree char *optional = g_strdup_printf (_ ("%s (optional)"), text);
      set_text (priv->label, optional);
    }
  else
    set_text (priv->label, text);
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
show_message (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);
  const char *error = hs_form_field_get_error (priv->field);
  const char *warning = hs_form_field_get_warning (priv->field);
  gboolean shows_error;
  g_autofree char *text = NULL;

  if (!hs_form_field_is_relevant (priv->field))
    priv->checked = FALSE;
  if (error == NULL || priv->checked)
    priv->accused = priv->checked;
  shows_error = priv->accused && error != NULL;
  if (shows_error)
    text = g_strdup_printf (_ ("Error: %s"), error);
  else if (warning != NULL)
    text = g_strdup_printf (_ ("Please check: %s"), warning);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (priv->message)), text != NULL ? text : "") == 0 &&
      gtk_widget_has_css_class (GTK_WIDGET (self), "wrong") == shows_error)
    return;
  gtk_label_set_text (GTK_LABEL (priv->message), text != NULL ? text : "");
  gtk_widget_set_visible (priv->message, text != NULL);
  set_class (priv->message, "warning", !shows_error);
  set_class (priv->message, "error", shows_error);
  set_class (GTK_WIDGET (self), "wrong", shows_error);
  if (priv->target == NULL)
    return;
  set_class (priv->target, "error", shows_error);
  hs_accessible_set_error (priv->target, shows_error ? priv->message : NULL);
}

static void
show_origin (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);
  const HsFormOrigin *origin = hs_form_field_get_origin (priv->field);
  g_autofree char *text = NULL;

  if (origin == NULL && priv->origin == NULL)
    return;
  if (priv->origin == NULL)
    {
      priv->origin = hs_field_row_new_text (NULL, "caption");
      gtk_widget_add_css_class (priv->origin, "field-origin");
      gtk_widget_add_css_class (priv->origin, "dim-label");
      gtk_box_append (GTK_BOX (self), priv->origin);
    }
  if (origin != NULL)
    {
      HsDate day = hs_date_in_vietnam (origin->at_us, NULL, NULL);

      /* TRANSLATORS: name of a person, day/month */
      text = g_strdup_printf (origin->kind == HS_FORM_ORIGIN_CARD
                                ? _ ("Taken from the identity card of %s, %02d/%02d")
                                : _ ("Taken from: %s (family), %02d/%02d"),
                              origin->name, day.day, day.month);
    }
  set_text (priv->origin, text != NULL ? text : "");
  gtk_widget_set_visible (priv->origin, origin != NULL);
}

static void
field_notify_cb (HsFieldRow *self, GParamSpec *pspec, HsFormField *field)
{
  const char *name = pspec->name;

  if (g_str_equal (name, "relevant"))
    gtk_widget_set_visible (GTK_WIDGET (self), hs_form_field_is_relevant (field));
  if (g_str_equal (name, "required") || g_str_equal (name, "read-only"))
    show_label (self);
  if (g_str_equal (name, "relevant") || g_str_equal (name, "error") ||
      g_str_equal (name, "warning"))
    show_message (self);
  if (g_str_equal (name, "origin"))
    show_origin (self);
  if (g_str_equal (name, "value-text") || g_str_equal (name, "options") ||
      g_str_equal (name, "read-only"))
    HS_FIELD_ROW_GET_CLASS (self)->refresh (self);
}

GtkWidget *
hs_field_row_new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_why (const char *question, const char *why)
{
  GtkWidget *expander = gtk_expander_new (_ ("Why is this asked?"));
  GtkWidget *text = hs_field_row_new_text (why, "dim-label");
  g_autofree char *name = g_strdup_printf (_ ("Why is this asked? %s"), question);

  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_widget_set_margin_start (text, 18);
  gtk_expander_set_child (GTK_EXPANDER (expander), text);
  gtk_widget_add_css_class (expander, "caption");
  return expander;
}

static void
fill (HsFieldRow *self, HsForm *form, HsFormField *field)
{
  HsFieldRowPrivate *priv = priv_of (self);
  const char *hint = hs_form_field_get_hint (field);
  const char *why = hs_form_field_get_why (field);

  priv->form = g_object_ref (form);
  priv->field = g_object_ref (field);
  show_label (self);
  gtk_widget_add_css_class (
    priv->label, hs_form_field_get_kind (field) == HS_FIELD_NOTE ? "field-note" : "field-label");
  if (hs_text_is_blank (hint) && asks (field))
    hint = hs_form_words_hint (hs_form_field_get_kind (field));
  if (!hs_text_is_blank (hint))
    {
      priv->hint = hs_field_row_new_text (hint, "dim-label");
      gtk_box_append (GTK_BOX (self), priv->hint);
    }
  if (!hs_text_is_blank (why))
    gtk_box_append (GTK_BOX (self), new_why (hs_form_field_get_label (field), why));
  gtk_box_append (GTK_BOX (self), priv->message);
  gtk_widget_set_visible (GTK_WIDGET (self), hs_form_field_is_relevant (field));
  g_signal_connect_object (field, "notify", G_CALLBACK (field_notify_cb), self, G_CONNECT_SWAPPED);
}

static void
hs_field_row_dispose (GObject *object)
{
  HsFieldRowPrivate *priv = priv_of (HS_FIELD_ROW (object));

  priv->target = NULL;
  priv->control = NULL;
  g_clear_object (&priv->field);
  g_clear_object (&priv->form);
  G_OBJECT_CLASS (hs_field_row_parent_class)->dispose (object);
}

static GtkWidget *
default_get_control (HsFieldRow *self)
{
  return priv_of (self)->control;
}

static void
default_refresh (HsFieldRow *self)
{
}

static void
hs_field_row_class_init (HsFieldRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_field_row_dispose;
  klass->refresh = default_refresh;
  klass->get_control = default_get_control;
}

static void
hs_field_row_init (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field-row");
  priv->label = hs_field_row_new_text (NULL, NULL);
  gtk_box_append (GTK_BOX (self), priv->label);
  priv->message = hs_field_row_new_text (NULL, NULL);
  gtk_widget_set_visible (priv->message, FALSE);
}

static GType
row_type_of_kind (HsFieldKind kind, HsUnits *units)
{
  switch (kind)
    {
    case HS_FIELD_YES_NO:
    case HS_FIELD_CHOICE:
    case HS_FIELD_MULTI_CHOICE:
      return HS_TYPE_CHOICE_ROW;
    case HS_FIELD_LONG_CHOICE:
      return HS_TYPE_SEARCH_ROW;
    case HS_FIELD_UNIT:
      return units != NULL ? HS_TYPE_UNIT_ROW : HS_TYPE_TEXT_ROW;
    case HS_FIELD_REPEAT:
      return HS_TYPE_REPEAT_ROW;
    case HS_FIELD_COMPUTED:
    case HS_FIELD_NOTE:
    case HS_FIELD_PERSON:
      return HS_TYPE_STATIC_ROW;
    case HS_FIELD_TEXT:
    case HS_FIELD_LONG_TEXT:
    case HS_FIELD_NUMBER:
    case HS_FIELD_MONEY:
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
    default:
      return HS_TYPE_TEXT_ROW;
    }
}

GtkWidget *
hs_field_row_new (HsForm *form, HsFormField *field, HsUnits *units)
{
  GType type = row_type_of_kind (hs_form_field_get_kind (field), units);
  HsFieldRow *self = g_object_new (type, NULL);

  fill (self, form, field);
  if (type == HS_TYPE_SEARCH_ROW)
    hs_search_row_build (HS_SEARCH_ROW (self));
  else if (type == HS_TYPE_UNIT_ROW)
    hs_unit_row_build (HS_UNIT_ROW (self), units);
  else if (type == HS_TYPE_CHOICE_ROW)
    hs_choice_row_build (HS_CHOICE_ROW (self));
  else if (type == HS_TYPE_REPEAT_ROW)
    hs_repeat_row_build (HS_REPEAT_ROW (self));
  else if (type == HS_TYPE_TEXT_ROW)
    hs_text_row_build (HS_TEXT_ROW (self));
  else
    hs_static_row_build (HS_STATIC_ROW (self));
  HS_FIELD_ROW_GET_CLASS (self)->refresh (self);
  show_message (self);
  show_origin (self);
  return GTK_WIDGET (self);
}

HsForm *
hs_field_row_get_form (HsFieldRow *self)
{
  return priv_of (self)->form;
}

HsFormField *
hs_field_row_get_field (HsFieldRow *self)
{
  return priv_of (self)->field;
}

const char *
hs_field_row_get_pointer (HsFieldRow *self)
{
  return hs_form_field_get_pointer (priv_of (self)->field);
}

void
hs_field_row_accuse (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);

  priv->accused = hs_form_field_get_error (priv->field) != NULL;
  show_message (self);
}

void
hs_field_row_check (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);

  priv->checked = hs_form_field_is_relevant (priv->field);
  show_message (self);
}

gboolean
hs_field_row_is_accused (HsFieldRow *self)
{
  return priv_of (self)->accused;
}

void
hs_field_row_focus (HsFieldRow *self)
{
  GtkWidget *control = HS_FIELD_ROW_GET_CLASS (self)->get_control (self);

  if (control == NULL || gtk_widget_get_root (control) == NULL)
    return; /* nothing to answer, or not in a window yet */
  if (GTK_IS_ENTRY (control))
    gtk_entry_grab_focus_without_selecting (GTK_ENTRY (control));
  else
    gtk_widget_grab_focus (control);
}

void
hs_field_row_set_control (HsFieldRow *self, GtkWidget *control)
{
  HsFieldRowPrivate *priv = priv_of (self);

  priv->control = control;
  gtk_box_append (GTK_BOX (self), control);
  hs_field_row_describe (self, control);
}

/* Hint and note, as one description. */
static void
tell_description (HsFieldRow *self)
{
  HsFieldRowPrivate *priv = priv_of (self);
  const char *hint = priv->hint != NULL ? gtk_label_get_text (GTK_LABEL (priv->hint)) : "";
  const char *note = priv->note != NULL ? gtk_label_get_text (GTK_LABEL (priv->note)) : "";
  g_autofree char *text =
    g_strdup_printf ("%s%s%s", hint, *hint != '\0' && *note != '\0' ? " " : "", note);

  if (priv->target == NULL)
    return;
  if (*text != '\0')
    gtk_accessible_update_property (GTK_ACCESSIBLE (priv->target),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (priv->target),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
hs_field_row_describe (HsFieldRow *self, GtkWidget *widget)
{
  HsFieldRowPrivate *priv = priv_of (self);

  if (priv->target != NULL && priv->target != widget)
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (priv->target),
                                   GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  priv->target = widget;
  tell_description (self);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  priv->label, NULL, -1);
}

void
hs_field_row_set_note (HsFieldRow *self, const char *text)
{
  HsFieldRowPrivate *priv = priv_of (self);

  if (priv->note == NULL && text == NULL)
    return;
  text = text != NULL ? text : "";
  if (priv->note == NULL)
    {
      priv->note = hs_field_row_new_text (NULL, "caption");
      gtk_widget_add_css_class (priv->note, "field-note-line");
      gtk_box_insert_child_after (GTK_BOX (self), priv->note, priv->control);
    }
  else if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (priv->note)), text) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (priv->note), text);
  /* an empty label would be read as "GtkLabel" */
  gtk_accessible_update_state (GTK_ACCESSIBLE (priv->note), GTK_ACCESSIBLE_STATE_HIDDEN,
                               *text == '\0', -1);
  tell_description (self);
}

void
hs_field_row_leave (HsFieldRow *self)
{
  if (priv_of (self)->field != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "form.left", "s",
                                hs_field_row_get_pointer (self));
}
