/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed answers. What is typed is never blocked or thrown away; the form reads it and says what is wrong. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-text-row.h"

#include "base/hs-text.h"
#include "form/hs-form-words.h"

/* A long text grows with what is written, up to this; then it scrolls. */
#define MIN_VIEW_HEIGHT 84
#define MAX_VIEW_HEIGHT 320

struct _HsTextRow
{
  HsFieldRow parent_instance;

  GtkWidget *entry;  /* (unowned) (nullable) GtkEntry */
  GtkWidget *view;   /* (unowned) (nullable) GtkTextView, for long text */
  gboolean updating; /* the control is being set from the field */
  gboolean focused;
};

G_DEFINE_FINAL_TYPE (HsTextRow, hs_text_row, HS_TYPE_FIELD_ROW)

static HsFormField *
field_of (HsTextRow *self)
{
  return hs_field_row_get_field (HS_FIELD_ROW (self));
}

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
set_typed (HsTextRow *self, const char *text)
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

/* Reads as one would read it out; the room left, where it matters. */
static void
show_note (HsTextRow *self, const char *text)
{
  HsFormField *field = field_of (self);
  HsFieldKind kind = hs_form_field_get_kind (field);
  g_autofree char *words = hs_form_words_of_value (field);

  if (words == NULL)
    words = hs_form_words_room (field, text);
  if (words == NULL && (kind == HS_FIELD_DATE || kind == HS_FIELD_PARTIAL_DATE ||
                        kind == HS_FIELD_MONEY || kind == HS_FIELD_LONG_TEXT))
    words = g_strdup ("");
  hs_field_row_set_note (HS_FIELD_ROW (self), words);
}

/* What is being typed stays as it is while it means the same; what is left shows its one spelling. */
static void
refresh (HsFieldRow *row)
{
  HsTextRow *self = HS_TEXT_ROW (row);
  HsFormField *field = hs_field_row_get_field (row);
  const char *text = hs_form_field_get_text (field);
  g_autofree char *typed = dup_typed (self);
  g_autofree char *normal = hs_text_normalize (typed);
  g_autofree char *spelt = hs_form_words_spell (field);
  const char *wanted = spelt != NULL && !self->focused ? spelt : text;
  gboolean editable = !hs_form_field_is_read_only (field);

  if (g_strcmp0 (typed, wanted) != 0 && g_strcmp0 (normal, wanted) != 0 &&
      (spelt == NULL || g_strcmp0 (typed, spelt) != 0))
    set_typed (self, wanted);
  show_note (self, wanted);
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
  show_note (self, text);
  if (hs_form_words_is_impossible (hs_field_row_get_field (row), text))
    hs_field_row_accuse (row);
}

static void
entered_cb (HsTextRow *self)
{
  self->focused = TRUE;
}

static void
left_cb (HsTextRow *self)
{
  HsFieldRow *row = HS_FIELD_ROW (self);
  g_autofree char *text = NULL;

  self->focused = FALSE;
  if (hs_field_row_get_field (row) == NULL)
    return;
  refresh (row); /* 1/2/1990 becomes 01/02/1990 */
  text = dup_typed (self);
  if (!hs_text_is_blank (text))
    hs_field_row_leave (row);
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

/* For keyboards on the screen. */
static GtkInputPurpose
purpose_of_field (HsFormField *field)
{
  const char *format = hs_form_field_get_format (field);

  if (hs_form_field_get_kind (field) == HS_FIELD_NUMBER ||
      hs_form_field_get_kind (field) == HS_FIELD_MONEY)
    return GTK_INPUT_PURPOSE_NUMBER;
  if (g_strcmp0 (format, "vn-phone") == 0)
    return GTK_INPUT_PURPOSE_PHONE;
  if (g_strcmp0 (format, "email") == 0)
    return GTK_INPUT_PURPOSE_EMAIL;
  if (g_strcmp0 (format, "vn-cccd") == 0 || g_strcmp0 (format, "vn-cmnd") == 0 ||
      g_strcmp0 (format, "vn-bhxh") == 0)
    return GTK_INPUT_PURPOSE_DIGITS;
  return GTK_INPUT_PURPOSE_FREE_FORM;
}

static int
width_in_chars (HsFormField *field)
{
  const char *format = hs_form_field_get_format (field);
  guint max = hs_form_field_get_max_length (field);

  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
      return 12;
    case HS_FIELD_NUMBER:
      return 14;
    case HS_FIELD_MONEY:
      return 18;
    default:
      if (format != NULL && (g_str_equal (format, "vn-cccd") || g_str_equal (format, "vn-phone")))
        return 16;
      return max > 0 && max <= 20 ? (int) max + 4 : 0;
    }
}

static void
build_entry (HsTextRow *self, HsFormField *field)
{
  int chars = width_in_chars (field);

  self->entry = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), purpose_of_field (field));
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
  GtkTextView *view = GTK_TEXT_VIEW (gtk_text_view_new ());

  self->view = GTK_WIDGET (view);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_top_margin (view, 8);
  gtk_text_view_set_bottom_margin (view, 8);
  gtk_text_view_set_left_margin (view, 8);
  gtk_text_view_set_right_margin (view, 8);
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (view), FALSE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), MIN_VIEW_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (frame), MAX_VIEW_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (frame), TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), self->view);
  gtk_widget_add_css_class (frame, "long-text");
  hs_field_row_set_control (HS_FIELD_ROW (self), frame);
  hs_field_row_describe (HS_FIELD_ROW (self), self->view);
  g_signal_connect_object (gtk_text_view_get_buffer (view), "changed", G_CALLBACK (typed_cb), self,
                           G_CONNECT_SWAPPED);
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
  g_signal_connect_object (focus, "enter", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry != NULL ? self->entry : self->view, focus);
}
