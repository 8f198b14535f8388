import { createContext, use } from 'react';
import type { Services } from '../../wizard/services.ts';

export const ServicesContext = createContext<Services | undefined>(undefined);

/** Everything a screen may do to the world outside. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === undefined) throw new Error('A screen is used outside of the wizard');
  return services;
}
