/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed answers. What is typed is never blocked or thrown away; the form reads it and says what is wrong. */
#define G_LOG_DOMAIN "hoso"

#include "hs-text-row.h"

#include "base/hs-text.h"

struct _HsTextRow
{
  HsFieldRow parent_instance;

  GtkWidget *entry;  /* (unowned) (nullable) GtkEntry */
  GtkWidget *view;   /* (unowned) (nullable) GtkTextView, for long text */
  gboolean updating; /* the control is being set from the field */
};

G_DEFINE_FINAL_TYPE (HsTextRow, hs_text_row, HS_TYPE_FIELD_ROW)

static char *
dup_typed (HsTextRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (self->entry != NULL)
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
refresh (HsFieldRow *row)
{
  HsTextRow *self = HS_TEXT_ROW (row);
  HsFormField *field = hs_field_row_get_field (row);
  const char *text = hs_form_field_get_text (field);
  g_autofree char *typed = dup_typed (self);
  g_autofree char *normal = hs_text_normalize (typed);
  gboolean editable = !hs_form_field_is_read_only (field);

  /* What is being typed stays as it is while it means the same. */
  if (g_strcmp0 (typed, text) != 0 && g_strcmp0 (normal, text) != 0)
    {
      self->updating = TRUE;
      if (self->entry != NULL)
        {
          gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
          gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
        }
      else
        gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), text, -1);
      self->updating = FALSE;
    }
  if (self->entry != NULL)
    gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  else
    gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
}

static GtkWidget *
get_control (HsFieldRow *row)
{
  HsTextRow *self = HS_TEXT_ROW (row);

  return self->entry != NULL ? self->entry : self->view;
}

static gboolean
is_too_long (HsFormField *field, const char *text)
{
  guint max = hs_form_field_get_max_length (field);

  return max > 0 && g_utf8_strlen (text, -1) > max;
}

static void
typed_cb (HsTextRow *self)
{
  HsFieldRow *row = HS_FIELD_ROW (self);
  g_autofree char *text = NULL;

  if (self->updating)
    return;
  text = dup_typed (self);
  self->updating = TRUE; /* the notify that follows must not move the cursor */
  hs_form_set_text (hs_field_row_get_form (row), hs_field_row_get_pointer (row), text);
  self->updating = FALSE;
  if (is_too_long (hs_field_row_get_field (row), text))
    hs_field_row_accuse (row);
}

static void
left_cb (HsTextRow *self)
{
  HsFieldRow *row = HS_FIELD_ROW (self);
  g_autofree char *text = NULL;

  if (hs_field_row_get_field (row) == NULL)
    return;
  text = dup_typed (self);
  if (!hs_text_is_blank (text))
    hs_field_row_accuse (row);
  refresh (row); /* now the value may be shown as it is read: 1/2/1990 becomes 01/02/1990 */
}

static void
hs_text_row_class_init (HsTextRowClass *klass)
{
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
  HS_FIELD_ROW_CLASS (klass)->get_control = get_control;
}

static void
hs_text_row_init (HsTextRow *self)
{
}

static GtkInputPurpose
purpose_of_kind (HsFieldKind kind)
{
  if (kind == HS_FIELD_NUMBER)
    return GTK_INPUT_PURPOSE_NUMBER;
  return GTK_INPUT_PURPOSE_FREE_FORM;
}

static int
width_in_chars (HsFormField *field)
{
  guint max = hs_form_field_get_max_length (field);

  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
      return 12;
    case HS_FIELD_NUMBER:
    case HS_FIELD_MONEY:
      return 16;
    default:
      return max > 0 && max <= 20 ? (int) max + 4 : 0;
    }
}

static void
build_entry (HsTextRow *self, HsFormField *field)
{
  int chars = width_in_chars (field);

  self->entry = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry),
                               purpose_of_kind (hs_form_field_get_kind (field)));
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  gtk_entry_set_activates_default (GTK_ENTRY (self->entry), FALSE);
  if (chars > 0)
    {
      gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), chars);
      gtk_widget_set_halign (self->entry, GTK_ALIGN_START);
    }
  if (hs_form_field_is_upper_case (field))
    gtk_entry_set_input_hints (GTK_ENTRY (self->entry), GTK_INPUT_HINT_UPPERCASE_CHARS);
  hs_field_row_set_control (HS_FIELD_ROW (self), self->entry);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
}

static void
build_view (HsTextRow *self)
{
  GtkWidget *frame = gtk_scrolled_window_new ();

  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (self->view), 8);
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), FALSE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), 84);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), self->view);
  gtk_widget_add_css_class (frame, "card");
  hs_field_row_set_control (HS_FIELD_ROW (self), frame);
  hs_field_row_describe (HS_FIELD_ROW (self), self->view);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view)), "changed",
                           G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
}

void
hs_text_row_build (HsTextRow *self)
{
  HsFormField *field = hs_field_row_get_field (HS_FIELD_ROW (self));
  GtkEventController *focus = gtk_event_controller_focus_new ();

  if (hs_form_field_get_kind (field) == HS_FIELD_LONG_TEXT)
    build_view (self);
  else
    build_entry (self, field);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
