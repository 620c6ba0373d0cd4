// A page whose words stand in `en-pages.ts` imports this: they come with the first such page. The Spanish ones stand in the file of that language.
import { enPages } from './en-pages';
import { addEnglish } from './text';

addEnglish(enPages);
