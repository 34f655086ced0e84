/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many options: a button that opens a list, searched while typing, with or without diacritics. The same for
 * administrative units, where the list is the search itself. */
#define G_LOG_DOMAIN "hoso"

#include "hs-search-row.h"
#include "compat/hs-accessible.h"

#include "base/hs-text.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 60

struct _HsSearchRow
{
  HsFieldRow parent_instance;

  HsUnits *units;    /* (owned) (nullable) for administrative units */
  GtkWidget *button; /* (unowned) child, a GtkMenuButton */
  GtkWidget *chosen; /* (unowned) label in the button */
  GtkWidget *popover;
  GtkWidget *entry;             /* (unowned) GtkSearchEntry */
  GtkWidget *list;              /* (unowned) GtkListView */
  GtkWidget *stack;             /* (unowned) list, or "nothing found" */
  GtkStringList *labels;        /* (owned) what the list shows */
  GPtrArray *codes;             /* (owned) (element-type utf8) beside labels */
  GtkSelectionModel *selection; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HsSearchRow, hs_search_row, HS_TYPE_FIELD_ROW)

static void
add_shown (HsSearchRow *self, const char *code, const char *label)
{
  g_ptr_array_add (self->codes, g_strdup (code));
  gtk_string_list_append (self->labels, label);
}

static void
find_units (HsSearchRow *self, const char *text)
{
  g_autoptr (GListModel) found = hs_units_search (self->units, text, NULL, MAX_SHOWN);

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (HsUnit) unit = g_list_model_get_item (found, i);
      if (hs_unit_get_parent (unit) != NULL)
        add_shown (self, hs_unit_get_code (unit), hs_unit_get_path (unit));
    }
}

/* Every word typed begins a word of the label. */
static gboolean
matches (const char *folded_label, const char *const *words)
{
  for (; *words != NULL; words++)
    {
      g_autofree char *inside = g_strconcat (" ", *words, NULL);

      if (!g_str_has_prefix (folded_label, *words) && strstr (folded_label, inside) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
find_options (HsSearchRow *self, const char *text)
{
  GPtrArray *options = hs_form_field_get_options (hs_field_row_get_field (HS_FIELD_ROW (self)));
  g_autofree char *folded = hs_text_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (guint i = 0; i < options->len; i++)
    {
      HsFormOption *option = options->pdata[i];
      g_autofree char *label = hs_text_fold (option->label);

      if (*folded == '\0' || matches (label, (const char *const *) words))
        add_shown (self, option->code, option->label);
    }
}

static void
search_cb (HsSearchRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_ptr_array_set_size (self->codes, 0);
  gtk_string_list_splice (self->labels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->labels)),
                          NULL);
  if (self->units != NULL)
    find_units (self, text);
  else
    find_options (self, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->codes->len > 0 ? "list" : "none");
}

static void
choose (HsSearchRow *self, guint position)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  if (position >= self->codes->len)
    return;
  hs_form_set_value (hs_field_row_get_form (row), hs_field_row_get_pointer (row),
                     json_node_init_string (json_node_alloc (), self->codes->pdata[position]));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  gtk_widget_grab_focus (self->button);
}

static void
activate_row_cb (HsSearchRow *self, guint position)
{
  choose (self, position);
}

static void
activate_entry_cb (HsSearchRow *self)
{
  choose (self, gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (self->selection)));
}

static void
move_selection (HsSearchRow *self, int step)
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
key_cb (HsSearchRow *self, guint keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  move_selection (self, keyval == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

static void
shown_cb (HsSearchRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  search_cb (self);
  gtk_widget_grab_focus (self->entry);
}

static void
refresh (HsFieldRow *row)
{
  HsSearchRow *self = HS_SEARCH_ROW (row);
  HsFormField *field = hs_field_row_get_field (row);
  const char *text = hs_form_field_get_text (field);
  JsonNode *value = hs_form_field_get_value (field);
  g_autofree char *name = NULL;

  if (self->units != NULL && value != NULL && json_node_get_value_type (value) == G_TYPE_STRING)
    {
      HsUnit *unit = hs_units_find (self->units, json_node_get_string (value));
      if (unit != NULL)
        text = hs_unit_get_path (unit);
    }
  if (hs_text_is_blank (text))
    text = _ ("Choose…");
  gtk_label_set_text (GTK_LABEL (self->chosen), text);
  gtk_widget_set_sensitive (self->button, !hs_form_field_is_read_only (field));
  /* The focus goes to the toggle inside the menu button: that one is read out. */
  name = g_strdup_printf ("%s: %s", hs_form_field_get_label (field), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (self->button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
get_control (HsFieldRow *row)
{
  return HS_SEARCH_ROW (row)->button;
}

static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkWidget *
build_list (HsSearchRow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_item_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_item_cb), NULL);
  self->selection =
    GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->labels))));
  self->list = gtk_list_view_new (g_object_ref (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_row_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 380, 260);
  return scrolled;
}

static GtkWidget *
build_popover (HsSearchRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *none = gtk_label_new (_ ("Nothing found. Try fewer letters."));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->popover = gtk_popover_new ();
  self->entry = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->entry), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search the list"), -1);
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), build_list (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), none, "none");
  hs_accessible_follow_stack (GTK_STACK (self->stack));
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_object (self->entry, "search-changed", G_CALLBACK (search_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (activate_entry_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "map", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
  return self->popover;
}

static void
hs_search_row_finalize (GObject *object)
{
  HsSearchRow *self = HS_SEARCH_ROW (object);

  g_clear_pointer (&self->units, hs_units_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->labels);
  g_ptr_array_unref (self->codes);
  G_OBJECT_CLASS (hs_search_row_parent_class)->finalize (object);
}

static void
hs_search_row_class_init (HsSearchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_search_row_finalize;
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
  HS_FIELD_ROW_CLASS (klass)->get_control = get_control;
}

static void
hs_search_row_init (HsSearchRow *self)
{
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->labels = gtk_string_list_new (NULL);
}

void
hs_search_row_build (HsSearchRow *self, HsUnits *units)
{
  HsFieldRow *row = HS_FIELD_ROW (self);
  GtkWidget *inside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (hs_form_field_get_kind (hs_field_row_get_field (row)) == HS_FIELD_UNIT && units != NULL)
    self->units = hs_units_ref (units);
  self->chosen = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->chosen), 0);
  gtk_label_set_wrap (GTK_LABEL (self->chosen), TRUE);
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
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), build_popover (self));
  hs_field_row_set_control (row, self->button);
}
