/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: results while typing, filters, and what to do when nothing fits. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-catalogue-page.h"
#include "compat/hs-accessible.h"

#include "app/hs-feedback.h"
#include "catalog/hs-catalogue-search.h"
#include "catalog/hs-procedure-row.h"
#include "catalog/hs-procedure-words.h"

#include <glib/gi18n.h>

#define MAX_RESULTS 500
#define LIFE_EVENT_PREFIX "life-event:"

struct _HsCataloguePage
{
  HsPage parent_instance;
  char *text;              /* (owned) what is searched for, "" all */
  char *life_event;        /* (owned) (nullable) id */
  char *event_title;       /* (owned) (nullable) its name */
  char **fields;           /* (owned) names in the order of field_drop, after "all" */
  GCancellable *searching; /* (owned) (nullable) the search under way */
  GListStore *results;     /* (owned) of GListModel: one, the last answer */
  GListModel *flat;        /* (owned) of HsProcedure */
  gboolean quiet;          /* drop-downs change because of us */

  GtkDropDown *field_drop;
  GtkDropDown *level_drop;
  GtkDropDown *online_drop;
  GtkDropDown *audience_drop;
  GtkLabel *count_label;
  GtkWidget *clear_button;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *nothing_page;
};

G_DEFINE_FINAL_TYPE (HsCataloguePage, hs_catalogue_page, HS_TYPE_PAGE)

static const char *const level_codes[] = { NULL, "commune", "province", "ministry" };
static const char *const online_codes[] = { NULL, "full", "partial", "none" };
static const char *const audience_codes[] = { NULL, "citizen", "business", "foreigner" };

static HsCatalogue *
get_catalogue (HsCataloguePage *self)
{
  return hs_app_context_get_catalogue (hs_page_get_context (HS_PAGE (self)));
}

static const char *
selected_code (GtkDropDown *drop, const char *const *codes, guint n_codes)
{
  guint selected = gtk_drop_down_get_selected (drop);

  return selected < n_codes ? codes[selected] : NULL;
}

static HsCatalogueFilter
get_filter (HsCataloguePage *self)
{
  guint field = gtk_drop_down_get_selected (self->field_drop);
  HsCatalogueFilter filter = { 0 };

  if (field > 0 && field != GTK_INVALID_LIST_POSITION)
    filter.field = self->fields[field - 1];
  filter.level = selected_code (self->level_drop, level_codes, G_N_ELEMENTS (level_codes));
  filter.online = selected_code (self->online_drop, online_codes, G_N_ELEMENTS (online_codes));
  filter.audience =
    selected_code (self->audience_drop, audience_codes, G_N_ELEMENTS (audience_codes));
  filter.life_event = self->life_event;
  return filter;
}

static gboolean
is_filtered (HsCataloguePage *self)
{
  HsCatalogueFilter filter = get_filter (self);

  return filter.field != NULL || filter.level != NULL || filter.online != NULL ||
         filter.audience != NULL || filter.life_event != NULL;
}

static void
show_count (HsCataloguePage *self, guint n)
{
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (n >= MAX_RESULTS)
    count = g_strdup_printf (_ ("The first %u procedures. Type more to narrow them down."), n);
  else
    count = g_strdup_printf (ngettext ("%u procedure", "%u procedures", n), n);
  text = self->event_title != NULL ? g_strdup_printf ("%s: %s", self->event_title, count)
                                   : g_steal_pointer (&count);
  gtk_label_set_label (self->count_label, text);
  gtk_widget_set_visible (self->clear_button, is_filtered (self));
}

static void
show_nothing (HsCataloguePage *self)
{
  g_autofree char *escaped = g_markup_escape_text (self->text, -1);
  g_autofree char *text = NULL;

  if (*self->text == '\0')
    text = g_strdup (_ ("No procedure fits all these filters. Clear some of them."));
  else if (is_filtered (self))
    text = g_strdup_printf (_ ("No procedure for “%s” fits these filters. Clear them, or use other "
                               "words."),
                            escaped);
  else
    text =
      g_strdup_printf (_ ("No procedure for “%s”. Try a shorter or more common word, for example: "
                          "birth, marriage, residence, business."),
                       escaped);
  adw_status_page_set_description (self->nothing_page, text);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsCataloguePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) results = NULL;
  gpointer items[1];
  guint n;

  results = hs_catalogue_search_finish (HS_CATALOGUE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a newer search took over, or the page is gone */
  g_clear_object (&self->searching);
  if (results == NULL)
    {
      g_autofree char *text = hs_app_error_text (error);
      g_autofree char *escaped = g_markup_escape_text (text, -1);

      gtk_label_set_label (self->count_label, "");
      adw_status_page_set_description (self->nothing_page, escaped);
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }
  items[0] = results;
  g_list_store_splice (self->results, 0, g_list_model_get_n_items (G_LIST_MODEL (self->results)),
                       items, 1);
  n = g_list_model_get_n_items (results);
  show_count (self, n);
  if (n > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "results");
      /* best first: back to the top */
      gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0u);
    }
  else
    show_nothing (self);
}

static void
search (HsCataloguePage *self)
{
  HsCatalogueFilter filter = get_filter (self);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  self->searching = g_cancellable_new ();
  hs_catalogue_search_async (get_catalogue (self), self->text, &filter, MAX_RESULTS,
                             self->searching, searched_cb, g_object_ref (self));
}

static void
filter_changed_cb (HsCataloguePage *self)
{
  if (!self->quiet)
    search (self);
}

static void
clear_cb (HsCataloguePage *self)
{
  self->quiet = TRUE;
  gtk_drop_down_set_selected (self->field_drop, 0);
  gtk_drop_down_set_selected (self->level_drop, 0);
  gtk_drop_down_set_selected (self->online_drop, 0);
  gtk_drop_down_set_selected (self->audience_drop, 0);
  self->quiet = FALSE;
  g_clear_pointer (&self->life_event, g_free);
  g_clear_pointer (&self->event_title, g_free);
  search (self);
}

static void
activated_cb (HsCataloguePage *self, guint position)
{
  g_autoptr (HsProcedure) procedure = g_list_model_get_item (self->flat, position);

  if (procedure != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-procedure", "s",
                                hs_procedure_get_code (procedure));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, hs_procedure_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  hs_procedure_row_bind (HS_PROCEDURE_ROW (gtk_list_item_get_child (item)),
                         gtk_list_item_get_item (item));
}

static void
set_target (HsCataloguePage *self, const char *target)
{
  g_clear_pointer (&self->life_event, g_free);
  g_clear_pointer (&self->event_title, g_free);
  g_free (self->text);
  if (!g_str_has_prefix (target, LIFE_EVENT_PREFIX))
    {
      self->text = g_strdup (target);
      return;
    }
  self->text = g_strdup ("");
  self->life_event = g_strdup (target + strlen (LIFE_EVENT_PREFIX));
}

static void
find_event_title (HsCataloguePage *self)
{
  g_autoptr (GPtrArray) events = NULL;

  if (self->life_event == NULL)
    return;
  events = hs_catalogue_list_life_events (get_catalogue (self), NULL);
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const HsLifeEvent *event = g_ptr_array_index (events, i);

      if (g_str_equal (event->id, self->life_event))
        self->event_title = g_strdup (event->title);
    }
}

static void
fill_drop (GtkDropDown *drop, const char *all, const char *const *codes, guint n_codes,
           const char *(*words) (const char *code))
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  gtk_string_list_append (model, all);
  for (guint i = 1; i < n_codes; i++)
    gtk_string_list_append (model, words (codes[i]));
  gtk_drop_down_set_model (drop, G_LIST_MODEL (model));
}

static const char *
same_words (const char *name)
{
  return name;
}

static void
fill_drops (HsCataloguePage *self)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  self->fields = hs_catalogue_list_fields (get_catalogue (self), &error);
  if (self->fields == NULL)
    {
      g_warning ("fields: %s", error->message);
      self->fields = g_new0 (char *, 1);
    }
  g_ptr_array_add (fields, NULL);
  for (guint i = 0; self->fields[i] != NULL; i++)
    g_ptr_array_add (fields, self->fields[i]);
  self->quiet = TRUE;
  fill_drop (self->field_drop, _ ("All fields"), (const char *const *) fields->pdata, fields->len,
             same_words);
  fill_drop (self->level_drop, _ ("All offices"), level_codes, G_N_ELEMENTS (level_codes),
             hs_level_words);
  fill_drop (self->online_drop, _ ("All ways"), online_codes, G_N_ELEMENTS (online_codes),
             hs_online_words);
  fill_drop (self->audience_drop, _ ("For everyone"), audience_codes, G_N_ELEMENTS (audience_codes),
             hs_audience_words);
  hs_accessible_name_drop_down (self->field_drop, _ ("Field"));
  hs_accessible_name_drop_down (self->level_drop, _ ("Level of office"));
  hs_accessible_name_drop_down (self->online_drop, _ ("Online level"));
  hs_accessible_name_drop_down (self->audience_drop, _ ("For whom"));
  self->quiet = FALSE;
}

static gboolean
hs_catalogue_page_focus_first (HsPage *page)
{
  HsCataloguePage *self = HS_CATALOGUE_PAGE (page);

  if (g_list_model_get_n_items (self->flat) > 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return gtk_widget_grab_focus (GTK_WIDGET (self->field_drop));
}

static gboolean
hs_catalogue_page_take_target (HsPage *page, const char *action, GVariant *target)
{
  HsCataloguePage *self = HS_CATALOGUE_PAGE (page);

  if (!g_str_equal (action, "show-catalogue"))
    return FALSE;
  set_target (self, g_variant_get_string (target, NULL));
  find_event_title (self);
  search (self);
  return TRUE;
}

static void
hs_catalogue_page_dispose (GObject *object)
{
  HsCataloguePage *self = HS_CATALOGUE_PAGE (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  G_OBJECT_CLASS (hs_catalogue_page_parent_class)->dispose (object);
}

static void
hs_catalogue_page_finalize (GObject *object)
{
  HsCataloguePage *self = HS_CATALOGUE_PAGE (object);

  g_free (self->text);
  g_free (self->life_event);
  g_free (self->event_title);
  g_strfreev (self->fields);
  g_clear_object (&self->results);
  g_clear_object (&self->flat);
  G_OBJECT_CLASS (hs_catalogue_page_parent_class)->finalize (object);
}

static void
hs_catalogue_page_class_init (HsCataloguePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_catalogue_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_catalogue_page_finalize;
  HS_PAGE_CLASS (klass)->focus_first = hs_catalogue_page_focus_first;
  HS_PAGE_CLASS (klass)->take_target = hs_catalogue_page_take_target;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/catalog/hs-catalogue-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, field_drop);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, level_drop);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, online_drop);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, audience_drop);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, count_label);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, list);
  gtk_widget_class_bind_template_child (widget_class, HsCataloguePage, nothing_page);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
hs_catalogue_page_init (HsCataloguePage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  self->text = g_strdup ("");
  self->quiet = TRUE; /* the template sets selections */
  self->results = g_list_store_new (G_TYPE_LIST_MODEL);
  self->flat =
    G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->results))));
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->stack));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  selection = gtk_no_selection_new (g_object_ref (self->flat));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

HsPage *
hs_catalogue_page_make (HsAppContext *context, GVariant *target, GError **error)
{
  HsCataloguePage *self = g_object_new (HS_TYPE_CATALOGUE_PAGE, "context", context, NULL);

  set_target (self, g_variant_get_string (target, NULL));
  find_event_title (self);
  fill_drops (self);
  search (self);
  return HS_PAGE (self);
}

const char *
hs_catalogue_page_get_text (HsCataloguePage *self)
{
  g_return_val_if_fail (HS_IS_CATALOGUE_PAGE (self), "");
  return self->text;
}

gboolean
hs_catalogue_page_is_idle (HsCataloguePage *self)
{
  g_return_val_if_fail (HS_IS_CATALOGUE_PAGE (self), TRUE);
  return self->searching == NULL;
}

GListModel *
hs_catalogue_page_get_results (HsCataloguePage *self)
{
  g_return_val_if_fail (HS_IS_CATALOGUE_PAGE (self), NULL);
  return self->flat;
}
