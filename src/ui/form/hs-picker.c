/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing one of many: a button, and a list that is searched while typing. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-picker.h"

#include "base/hs-text.h"
#include "compat/hs-accessible.h"

#include <glib/gi18n.h>

struct _HsPicker
{
  AdwBin parent_instance;

  GtkWidget *button; /* (unowned) child, a GtkMenuButton */
  GtkWidget *chosen; /* (unowned) label in the button */
  GtkWidget *entry;  /* (unowned) (nullable) GtkSearchEntry, once it was opened; so are these: */
  GtkWidget *heading_box;       /* (unowned) */
  GtkWidget *heading;           /* (unowned) */
  GtkWidget *back;              /* (unowned) */
  GtkWidget *list;              /* (unowned) GtkListView */
  GtkWidget *stack;             /* (unowned) list, or why there is none */
  GtkWidget *nothing;           /* (unowned) */
  GtkWidget *box;               /* (unowned) all of them */
  GtkStringList *labels;        /* (owned) what the list shows */
  GPtrArray *codes;             /* (owned) (element-type utf8) beside labels */
  GtkSelectionModel *selection; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HsPicker, hs_picker, ADW_TYPE_BIN)

enum
{
  SEARCH,
  CHOSEN,
  OPENED,
  BACK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
search (HsPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_ptr_array_set_size (self->codes, 0);
  gtk_string_list_splice (self->labels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->labels)),
                          NULL);
  g_signal_emit (self, signals[SEARCH], 0, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->codes->len > 0 ? "list" : "nothing");
}

static void
choose (HsPicker *self, guint position)
{
  g_autofree char *code = NULL;

  if (position >= self->codes->len)
    return;
  code = g_strdup (self->codes->pdata[position]);
  g_signal_emit (self, signals[CHOSEN], 0, code);
}

static void
activate_row_cb (HsPicker *self, guint position)
{
  choose (self, position);
}

static void
activate_entry_cb (HsPicker *self)
{
  choose (self, gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (self->selection)));
}

static void
back_cb (HsPicker *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static void
move_selection (HsPicker *self, int step)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (selection));
  gint64 next = (gint64) gtk_single_selection_get_selected (selection) + step;

  if (n == 0)
    return;
  next = CLAMP (next, 0, (gint64) n - 1);
  gtk_single_selection_set_selected (selection, (guint) next);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", (guint) next);
}

static gboolean
key_cb (HsPicker *self, guint keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  move_selection (self, keyval == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_item_set_child (item, label);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static GtkWidget *
build_list (HsPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_item_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item_cb), NULL);
  self->selection =
    GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->labels))));
  self->list = gtk_list_view_new (g_object_ref (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  hs_accessible_set_name (self->list, _ ("What was found"));
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_row_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 340, 240);
  return scrolled;
}

static GtkWidget *
build_heading (HsPicker *self)
{
  self->heading_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->back = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (self->back, "flat");
  gtk_widget_add_css_class (self->back, "inline-change");
  gtk_widget_set_halign (self->back, GTK_ALIGN_START);
  g_signal_connect_object (self->back, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->heading), 40);
  gtk_widget_add_css_class (self->heading, "heading");
  gtk_widget_set_margin_start (self->heading, 8);
  gtk_box_append (GTK_BOX (self->heading_box), self->back);
  gtk_box_append (GTK_BOX (self->heading_box), self->heading);
  gtk_widget_set_visible (self->heading_box, FALSE);
  return self->heading_box;
}

static void
build_entry (HsPicker *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search the list"), -1);
  g_signal_connect_object (self->entry, "search-changed", G_CALLBACK (search), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (activate_entry_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
}

static void
shown_cb (HsPicker *self)
{
  g_signal_emit (self, signals[OPENED], 0);
  hs_picker_search_again (self);
}

/* A form may have hundreds of these; few are opened. */
static void
build_popover_cb (GtkMenuButton *button, gpointer data)
{
  HsPicker *self = data;
  GtkWidget *popover;

  if (self->entry != NULL)
    return;
  popover = gtk_popover_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  build_entry (self);
  self->nothing = gtk_label_new (_ ("Nothing found. Try fewer letters."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->nothing), 36);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), build_list (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), self->nothing, "nothing");
  hs_accessible_follow_stack (GTK_STACK (self->stack));
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), build_heading (self));
  gtk_box_append (GTK_BOX (self->box), self->stack);
  gtk_popover_set_child (GTK_POPOVER (popover), self->box);
  gtk_menu_button_set_popover (button, popover);
  g_signal_connect_object (popover, "map", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
}

static void
hs_picker_dispose (GObject *object)
{
  HsPicker *self = HS_PICKER (object);

  if (self->button != NULL)
    gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), NULL, NULL, NULL);
  self->button = NULL;
  G_OBJECT_CLASS (hs_picker_parent_class)->dispose (object);
}

static void
hs_picker_finalize (GObject *object)
{
  HsPicker *self = HS_PICKER (object);

  g_clear_object (&self->labels);
  g_ptr_array_unref (self->codes);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (hs_picker_parent_class)->finalize (object);
}

static void
hs_picker_class_init (HsPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_picker_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_picker_finalize;
  signals[SEARCH] = g_signal_new ("search", HS_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CHOSEN] = g_signal_new ("chosen", HS_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[OPENED] =
    g_signal_new ("opened", HS_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BACK] =
    g_signal_new ("back", HS_TYPE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_picker_init (HsPicker *self)
{
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->labels = gtk_string_list_new (NULL);
  self->chosen = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->chosen), 0);
  gtk_label_set_wrap (GTK_LABEL (self->chosen), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->chosen), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->chosen), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_hexpand (self->chosen, TRUE);
  gtk_widget_set_hexpand (inside, TRUE);
  gtk_widget_set_halign (inside, GTK_ALIGN_FILL);
  gtk_box_append (GTK_BOX (inside), self->chosen);
  gtk_box_append (GTK_BOX (inside),
                  g_object_new (GTK_TYPE_IMAGE, "icon-name", "pan-down-symbolic", "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), inside);
  /* the menu button puts its child into a box in the middle */
  gtk_widget_set_halign (gtk_widget_get_parent (inside), GTK_ALIGN_FILL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), build_popover_cb, self,
                                         NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

GtkWidget *
hs_picker_new (void)
{
  return g_object_new (HS_TYPE_PICKER, NULL);
}

void
hs_picker_set_chosen (HsPicker *self, const char *question, const char *text)
{
  g_autofree char *name = NULL;

  g_return_if_fail (HS_IS_PICKER (self));
  if (hs_text_is_blank (text))
    text = _ ("Choose…");
  gtk_label_set_text (GTK_LABEL (self->chosen), text);
  name = g_strdup_printf ("%s: %s", question, text);
  hs_accessible_set_name (hs_picker_get_button (self), name);
  hs_accessible_set_name (self->button, question); /* GTK would call it "GtkMenuButton" */
}

GtkWidget *
hs_picker_get_button (HsPicker *self)
{
  g_return_val_if_fail (HS_IS_PICKER (self), NULL);
  return gtk_widget_get_first_child (self->button); /* the toggle inside the menu button */
}

void
hs_picker_add (HsPicker *self, const char *code, const char *label)
{
  g_ptr_array_add (self->codes, g_strdup (code));
  gtk_string_list_append (self->labels, label);
}

void
hs_picker_set_nothing (HsPicker *self, const char *text)
{
  if (self->entry != NULL)
    gtk_label_set_text (GTK_LABEL (self->nothing),
                        text != NULL ? text : _ ("Nothing found. Try fewer letters."));
}

void
hs_picker_set_heading (HsPicker *self, const char *text, const char *back)
{
  if (self->entry == NULL)
    return;
  gtk_widget_set_visible (self->heading_box, text != NULL);
  gtk_label_set_text (GTK_LABEL (self->heading), text != NULL ? text : "");
  gtk_widget_set_visible (self->back, back != NULL);
  if (back != NULL)
    gtk_button_set_label (GTK_BUTTON (self->back), back);
}

void
hs_picker_set_footer (HsPicker *self, GtkWidget *footer)
{
  g_return_if_fail (self->entry != NULL);
  gtk_box_append (GTK_BOX (self->box), footer);
}

void
hs_picker_search_again (HsPicker *self)
{
  if (self->entry == NULL)
    return;
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), ""); /* searches */
  search (self);
  gtk_widget_grab_focus (self->entry);
}

void
hs_picker_close (HsPicker *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  gtk_widget_grab_focus (self->button);
}
