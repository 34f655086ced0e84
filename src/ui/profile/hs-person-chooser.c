/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose data? The household, or a card; for a form also what would be replaced, before it is. */
#define G_LOG_DOMAIN "hoso"

#include "profile/hs-person-chooser.h"

#include "app/hs-feedback.h"
#include "app/hs-sentences.h"
#include "compat/hs-accessible.h"
#include "profile/hs-card-entry.h"
#include "profile/hs-person-undo.h"
#include "profile/hs-person-words.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HS_TYPE_PERSON_CHOOSER (hs_person_chooser_get_type ())
G_DECLARE_FINAL_TYPE (HsPersonChooser, hs_person_chooser, HS, PERSON_CHOOSER, AdwWindow)

struct _HsPersonChooser
{
  AdwWindow parent_instance;

  HsAppContext *context;     /* (owned) */
  HsHousehold *household;    /* (owned) */
  HsPersonChosenFunc chosen; /* (nullable) */
  gpointer data;             /* (owned) by free_data */
  GDestroyNotify free_data;  /* (nullable) */

  HsForm *form;          /* (owned) (nullable) to be filled */
  HsFormRow *row;        /* (owned) (nullable) */
  char *role;            /* (owned) (nullable) */
  HsPerson *person;      /* (owned) (nullable) chosen, while the page "replace" asks */
  HsFormOriginKind kind; /* of person */

  GtkStack *stack;         /* (unowned) child */
  GtkListBox *list;        /* (unowned) child */
  HsCardEntry *card;       /* (unowned) child */
  GtkCheckButton *keep;    /* (unowned) child: add the person of the card to the family */
  GtkWidget *use_card;     /* (unowned) child */
  GtkWidget *replace_list; /* (unowned) child */
  GtkWidget *replace_text; /* (unowned) child */
};

G_DEFINE_FINAL_TYPE (HsPersonChooser, hs_person_chooser, ADW_TYPE_WINDOW)

static GtkWidget *
get_parent (HsPersonChooser *self)
{
  return GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
}

static void
keep_card (HsPersonChooser *self, HsPerson *person)
{
  if (gtk_check_button_get_active (self->keep))
    hs_person_keep (get_parent (self), self->household, person);
}

static void
finish (HsPersonChooser *self, HsPerson *person, HsFormOriginKind kind)
{
  g_autoptr (HsPerson) held = g_object_ref (person);

  if (kind == HS_FORM_ORIGIN_CARD)
    keep_card (self, held);
  if (self->form != NULL)
    hs_person_fill (get_parent (self), self->form, self->role, self->row, held, kind);
  else if (self->chosen != NULL)
    self->chosen (held, kind, self->data);
  gtk_window_close (GTK_WINDOW (self));
}

/* What would be replaced. */

static GtkWidget *
new_change_row (HsFormFillChange *change)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *old_text = g_strdup_printf (_ ("Now: %s"), change->old_value);
  g_autofree char *new_text = g_strdup_printf (_ ("New: %s"), change->new_value);
  g_autofree char *text = g_strdup_printf ("%s\n%s", old_text, new_text);
  g_autofree char *name = hs_sentences (change->label, old_text, new_text, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), change->label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  hs_accessible_set_name (row, name);
  return row;
}

static void
show_changes (HsPersonChooser *self, GPtrArray *changes)
{
  GtkWidget *child;
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u answer would be replaced by what is kept of %s:",
                               "%u answers would be replaced by what is kept of %s:", changes->len),
                     changes->len, hs_person_get_name (self->person));

  while ((child = gtk_widget_get_first_child (self->replace_list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->replace_list), child);
  for (guint i = 0; i < changes->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->replace_list), new_change_row (changes->pdata[i]));
  gtk_label_set_text (GTK_LABEL (self->replace_text), text);
  gtk_stack_set_visible_child_name (self->stack, "replace");
}

static void
choose (HsPersonChooser *self, HsPerson *person, HsFormOriginKind kind)
{
  g_autoptr (GPtrArray) changes = NULL;

  if (self->form != NULL)
    changes = hs_form_preview_fill (self->form, self->role, self->row, person, NULL);
  if (changes == NULL || changes->len == 0)
    {
      finish (self, person, kind);
      return;
    }
  g_set_object (&self->person, person);
  self->kind = kind;
  show_changes (self, changes);
}

static void
replace_cb (HsPersonChooser *self)
{
  if (self->person != NULL)
    finish (self, self->person, self->kind);
}

static void
back_cb (HsPersonChooser *self)
{
  g_clear_object (&self->person);
  gtk_stack_set_visible_child_name (self->stack, "who");
}

/* Whom. */

static void
row_activated_cb (HsPersonChooser *self, GtkListBoxRow *row)
{
  g_autoptr (HsPerson) person = g_list_model_get_item (
    G_LIST_MODEL (self->household), (guint) MAX (gtk_list_box_row_get_index (row), 0));

  if (person != NULL)
    choose (self, person, HS_FORM_ORIGIN_PROFILE);
}

static void
card_cb (HsPersonChooser *self)
{
  HsPerson *person = hs_card_entry_get_person (self->card);

  if (person != NULL)
    choose (self, person, HS_FORM_ORIGIN_CARD);
}

static void
card_person_cb (HsPersonChooser *self)
{
  gtk_widget_set_sensitive (self->use_card, hs_card_entry_get_person (self->card) != NULL);
}

static void
add_person_cb (HsPersonChooser *self)
{
  GtkWidget *parent = get_parent (self);

  gtk_window_close (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (parent, "win.edit-person", "s", "");
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  HsPersonChooser *self = data;
  HsPerson *person = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *avatar = adw_avatar_new (32, hs_person_get_name (person), TRUE);
  g_autofree char *summary = hs_person_summary (person, hs_app_context_get_world (self->context));
  g_autofree char *name = hs_sentences (hs_person_get_name (person), summary, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), hs_person_get_name (person));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), summary);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  g_object_set (avatar, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), avatar);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  hs_accessible_set_name (row, name);
  return row;
}

static GtkWidget *
make_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_people (HsPersonChooser *self, GtkWidget *box)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *add = gtk_button_new_with_label (_ ("Enter somebody by hand"));

  gtk_box_append (GTK_BOX (box), make_text (_ ("From the family"), "heading"));
  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list,
                                make_text (_ ("Nobody of the family is here yet. Use a card, or "
                                              "enter somebody by hand."),
                                           "padded"));
  gtk_widget_add_css_class (list, "boxed-list");
  hs_accessible_set_name (list, _ ("From the family"));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->household), make_row, self, NULL);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), list);
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_person_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), add);
}

static void
add_card (HsPersonChooser *self, GtkWidget *box)
{
  GtkWidget *title = make_text (_ ("From an identity card"), "heading");
  GtkWidget *card = hs_card_entry_new (hs_app_context_get_units (self->context));
  GtkWidget *keep = gtk_check_button_new_with_label (_ ("Keep this person in the family"));

  gtk_widget_set_margin_top (title, 12);
  gtk_box_append (GTK_BOX (box), title);
  self->card = HS_CARD_ENTRY (card);
  g_signal_connect_object (card, "notify::person", G_CALLBACK (card_person_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "activate", G_CALLBACK (card_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), card);
  self->keep = GTK_CHECK_BUTTON (keep);
  gtk_box_append (GTK_BOX (box), keep);
  self->use_card = gtk_button_new_with_label (_ ("Use this card"));
  gtk_widget_set_halign (self->use_card, GTK_ALIGN_START);
  gtk_widget_set_sensitive (self->use_card, FALSE);
  g_signal_connect_object (self->use_card, "clicked", G_CALLBACK (card_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->use_card);
}

static GtkWidget *
new_scrolled (GtkWidget *box)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
new_replace_page (HsPersonChooser *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *back = gtk_button_new_with_label (_ ("Back"));
  GtkWidget *replace = gtk_button_new_with_label (_ ("Replace and fill in"));

  self->replace_text = make_text (NULL, "heading");
  gtk_box_append (GTK_BOX (box), self->replace_text);
  self->replace_list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->replace_list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->replace_list, "boxed-list");
  hs_accessible_set_name (self->replace_list, _ ("Answers that would be replaced"));
  gtk_box_append (GTK_BOX (box), self->replace_list);
  gtk_box_append (GTK_BOX (box), make_text (_ ("You can undo it afterwards."), "dim-label"));
  gtk_widget_add_css_class (replace, "suggested-action");
  g_signal_connect_object (back, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (replace, "clicked", G_CALLBACK (replace_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), back);
  gtk_box_append (GTK_BOX (buttons), replace);
  gtk_box_append (GTK_BOX (box), buttons);
  return new_scrolled (box);
}

static void
build (HsPersonChooser *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));
  GtkWidget *who = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  gtk_box_append (GTK_BOX (outer), header);
  add_people (self, who);
  add_card (self, who);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, new_scrolled (who), "who");
  gtk_stack_add_named (self->stack, new_replace_page (self), "replace");
  hs_accessible_follow_stack (self->stack);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), outer);
}

static void
hs_person_chooser_dispose (GObject *object)
{
  HsPersonChooser *self = HS_PERSON_CHOOSER (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  self->list = NULL;
  adw_window_set_content (ADW_WINDOW (self), NULL);
  if (self->free_data != NULL)
    self->free_data (g_steal_pointer (&self->data));
  self->free_data = NULL;
  G_OBJECT_CLASS (hs_person_chooser_parent_class)->dispose (object);
}

static void
hs_person_chooser_finalize (GObject *object)
{
  HsPersonChooser *self = HS_PERSON_CHOOSER (object);

  g_clear_object (&self->context);
  g_clear_object (&self->household);
  g_clear_object (&self->form);
  g_clear_object (&self->row);
  g_free (self->role);
  g_clear_object (&self->person);
  G_OBJECT_CLASS (hs_person_chooser_parent_class)->finalize (object);
}

static void
hs_person_chooser_class_init (HsPersonChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_person_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_person_chooser_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
hs_person_chooser_init (HsPersonChooser *self)
{
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 620);
}

/* (nullable): the error was shown. */
static HsPersonChooser *
chooser_new (GtkWidget *parent, HsAppContext *context, const char *role_word)
{
  g_autoptr (GError) error = NULL;
  HsHousehold *household = hs_app_context_get_household (context, &error);
  g_autofree char *title = role_word != NULL
                             ? g_strdup_printf (_ ("Fill in the data of %s"), role_word)
                             : g_strdup (_ ("Whose data?"));
  HsPersonChooser *self;

  if (household == NULL || !hs_household_reload (household, &error))
    {
      hs_app_show_error (parent, error);
      return NULL;
    }
  self = g_object_new (HS_TYPE_PERSON_CHOOSER, "transient-for", gtk_widget_get_root (parent),
                       "title", title, NULL);
  self->context = g_object_ref (context);
  self->household = g_object_ref (household);
  build (self);
  return self;
}

void
hs_person_chooser_present (GtkWidget *parent, HsAppContext *context, const char *role_word,
                           HsPersonChosenFunc chosen, gpointer data, GDestroyNotify free_data)
{
  HsPersonChooser *self;

  g_return_if_fail (GTK_IS_WIDGET (parent) && HS_IS_APP_CONTEXT (context) && chosen != NULL);
  self = chooser_new (parent, context, role_word);
  if (self == NULL)
    {
      if (free_data != NULL)
        free_data (data);
      return;
    }
  self->chosen = chosen;
  self->data = data;
  self->free_data = free_data;
  gtk_window_present (GTK_WINDOW (self));
}

void
hs_person_chooser_fill (GtkWidget *parent, HsAppContext *context, HsForm *form, const char *role,
                        HsFormRow *row)
{
  const char *word;
  HsPersonChooser *self;

  g_return_if_fail (GTK_IS_WIDGET (parent) && HS_IS_APP_CONTEXT (context) && HS_IS_FORM (form));
  g_return_if_fail (role != NULL);
  word = hs_form_get_role_word (form, role);
  if (word == NULL && g_str_equal (role, "self"))
    word = _ ("yourself");
  self = chooser_new (parent, context, word);
  if (self == NULL)
    return;
  self->form = g_object_ref (form);
  self->role = g_strdup (role);
  self->row = row != NULL ? g_object_ref (row) : NULL;
  gtk_window_present (GTK_WINDOW (self));
}
